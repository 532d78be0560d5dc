/** A string in a source, as it stands between its quotes. */
export interface Literal {
  readonly text: string;
  /** 1-based, of its beginning. */
  readonly line: number;
  /** Its line as far as it is before it, and the two lines above. */
  readonly before: string;
}

/**
 * Strings of the usual languages: of several lines in triple quotes and backticks, else within one line. The bounds keep a quote
 * that is never closed from being looked for in all that follows, again and again.
 */
const STRING =
  /"""([\s\S]{0,4000}?)"""|'''([\s\S]{0,4000}?)'''|"((?:[^"\\\r\n]|\\.){0,1000})"|'((?:[^'\\\r\n]|\\.){0,1000})'|`((?:[^`\\]|\\[\s\S]){0,4000})`/g;
/** A line that is nothing but a comment. */
const COMMENT = /^\s*(?:\/\/|#\s|\*|--\s)/;

/**
 * The strings of a source in almost any language, found by their quotes alone. An apostrophe in a comment may hide a string of
 * its line, or make one that is none; that costs a match, or one that no message needs.
 */
export function* literalsIn(source: string): Generator<Literal> {
  let [line, at] = [1, 0];
  for (const match of source.matchAll(STRING)) {
    const text = match.slice(1).find((group: string | undefined) => group !== undefined) ?? '';
    for (
      let feed = source.indexOf('\n', at);
      feed >= 0 && feed < match.index;
      feed = source.indexOf('\n', at)
    ) {
      line++;
      at = feed + 1;
    }
    if (text === '') continue;
    const own = source.slice(at, match.index);
    if (!COMMENT.test(own)) yield { text, line, before: aboveOf(source, at) + own };
  }
}

/** The two lines that end before a position. */
function aboveOf(source: string, at: number): string {
  let from = at;
  for (let lines = 0; lines < 2 && from > 0; lines++) from = source.lastIndexOf('\n', from - 2) + 1;
  return source.slice(from, at);
}
