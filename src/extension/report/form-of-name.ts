import { posix } from 'node:path';

/** Of the files of a report the one that a file's name means: by all of its endings, else by the last; the first where none does. */
export function formOfName<T extends { readonly name: string }>(files: readonly T[], path: string): T {
  const name = posix.basename(path).toLowerCase();
  const whole = files.find((file) => name.endsWith(file.name.slice(file.name.indexOf('.'))));
  const form = whole ?? files.find((file) => posix.extname(file.name) === posix.extname(name)) ?? files[0];
  if (form === undefined) throw new Error('A report has no files.');
  return form;
}
