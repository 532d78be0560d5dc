import { printable } from './printable.ts';

/**
 * JSON in which every character that could do something to a terminal is a `\u` escape: what is read back is exact, and
 * what is seen is harmless.
 * @param indent spaces that a level is indented by; 0 puts all on one line
 */
export function safeJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(/[^\n -~]/gu, (character) =>
    printable(character) === character ? character : escaped(character),
  );
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }).join('');
}
