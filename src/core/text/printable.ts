/**
 * Characters that could move a cursor, hide text or reverse it: C0, DEL, C1, line separators, bidi controls, zero-width
 * characters, the byte order mark, lone surrogates and tag characters.
 */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/**
 * Text from a trace as it may be shown anywhere: every control, bidi and invisible character becomes a visible escape
 * such as `\u{1b}`, so that a request id can neither clear a terminal nor look like another one.
 */
export function printable(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** {@link printable} text of at most `length` characters; what is cut is replaced by an ellipsis. */
export function clipped(text: string, length: number): string {
  const shown = printable(text.length > 4 * length ? text.slice(0, 4 * length) : text);
  return shown.length <= length && text.length <= 4 * length ? shown : `${shown.slice(0, length - 1)}…`;
}
