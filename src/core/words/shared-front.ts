/** A shorter front saves no room worth the reader's trouble. */
const SHORTEST = 8;

/** Where a name may be divided: what follows is a part of its own. */
const DIVIDES = /[-_/.:@#|,;· ]/u;

/** What all of these names begin with, up to a divider; '' where that is short, or where one of them is no more than it. */
export function sharedFront(names: readonly string[]): string {
  const [first = '', ...others] = new Set(names);
  if (others.length === 0) return '';
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && other[same] === first[same]) same++;
    length = same;
    if (length < SHORTEST) return '';
  }
  while (length > 0 && !DIVIDES.test(first[length - 1]!)) length--;
  const isWhole = [first, ...others].some((name) => name.length <= length);
  return length < SHORTEST || isWhole ? '' : first.slice(0, length);
}

/** A name without the front that it shares with the others, which is said elsewhere: `…x2k0j`. */
export function withoutFront(name: string, front: string): string {
  return front !== '' && name.startsWith(front) ? `…${name.slice(front.length)}` : name;
}
