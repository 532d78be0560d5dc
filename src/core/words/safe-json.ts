import { visible } from './printable.ts';

/**
 * JSON in which every character that could do something to a terminal, or pass for another one, is a `\u` escape, and in
 * which nothing is a command of a CI job: what is read back is exact, and what is seen is harmless.
 * @param indent spaces that a level is indented by; 0 puts all on one line
 */
export function safeJson(value: unknown, indent = 2): string {
  // Outside of texts JSON has neither two colons nor two number signs in a row.
  return visible(JSON.stringify(value, null, indent), escaped, true)
    .replaceAll('::', `:${escaped(':')}`)
    .replaceAll('##', `#${escaped('#')}`);
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }).join('');
}
