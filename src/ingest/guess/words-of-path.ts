import { GENERIC_WORDS, COMPOUND_ENDINGS } from './vocabulary.ts';

/** Characters of a path that are looked at. */
const LONGEST = 200;

/**
 * The words of the last name in a path, in lower case: `stock.newRev` as `new`, `rev`. A name that says nothing by itself
 * has the words of the one before it too: `order.id` as `order`, `id`.
 */
export function wordsOfPath(path: string): readonly string[] {
  const names = path
    .slice(-LONGEST)
    .split('.')
    .filter((name) => !/^\d*$/.test(name))
    .map(wordsOfName);
  const own = names.at(-1) ?? [];
  return own.every((word) => GENERIC_WORDS.has(word)) ? [...(names.at(-2) ?? []), ...own] : own;
}

function wordsOfName(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/\d+$/, ''))
    .filter((word) => word !== '')
    .flatMap(parted);
}

/** `orderno` as `order`, `no`: names without a sign between their words. */
function parted(word: string): readonly string[] {
  const ending = COMPOUND_ENDINGS.find((each) => word.length > each.length + 1 && word.endsWith(each));
  return ending === undefined ? [word] : [word.slice(0, -ending.length), ending];
}
