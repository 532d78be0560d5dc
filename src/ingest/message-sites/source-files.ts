/** Endings of files that a person wrote code in. */
export const SOURCE_ENDINGS: readonly string[] =
  'ts tsx mts cts js jsx mjs cjs vue svelte py rb php go rs java kt kts scala groovy clj cs fs vb swift dart c h cc cpp hpp m ex exs erl lua pl sh bash sql'.split(
    ' ',
  );

/** Folders of packages, of tools, and of files that are made from sources. */
export const NOT_SEARCHED: readonly string[] =
  'node_modules .git .hg .svn .venv venv __pycache__ site-packages vendor dist build out target bin obj coverage .next .cache'.split(
    ' ',
  );

/** A file that is larger was made by a program. */
export const LARGEST_SOURCE_BYTES = 512 * 1024;
/** A search looks into so many files; beyond, it has not seen all and says so. */
export const MOST_SOURCES = 5000;

/** Whether a path is one of a test, which often repeats a message and never writes it. */
export function isTest(path: string): boolean {
  return /(^|[\\/])(tests?|__tests__|specs?|fixtures)[\\/]|[._-](test|spec)s?\.[a-z]+$|(^|[\\/])test_[^\\/]*$/i.test(
    path,
  );
}
