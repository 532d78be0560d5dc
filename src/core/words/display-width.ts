/** How many cells of a terminal a text takes: what East Asia and emoji take two for, and marks on letters none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += cellsOf(segment);
  return width;
}

/** Exactly `width` cells: filled up with spaces, or cut with an ellipsis between two characters as people see them. */
export function fitted(text: string, width: number): string {
  const full = displayWidth(text);
  if (full <= width) return text + ' '.repeat(width - full);
  let [kept, used] = ['', 0];
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (used + cellsOf(segment) > width - 1) break;
    kept += segment;
    used += cellsOf(segment);
  }
  return width < 1 ? '' : `${kept}…${' '.repeat(width - 1 - used)}`;
}

/** Grapheme clusters are the same in every locale that this could be given. */
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Hangul, kana, ideographs, full-width forms and emoji. */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)/u;

function cellsOf(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return /^\p{Mark}+$/u.test(grapheme) ? 0 : 1;
}
