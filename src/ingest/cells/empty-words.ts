/** What programs write where they have nothing: databases, pandas, JSON, Python, access logs. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(['NULL', 'null', '\\N', 'NaN', 'nan', 'None', '-']);
const LONGEST = 4;
/** What they begin with; most short cells begin otherwise, and cost no look into the set. */
const [UPPER_N, LOWER_N, BACKSLASH, MINUS] = [0x4e, 0x6e, 0x5c, 0x2d];

/** Whether a cell of one of these words is empty; the words stay names where a cell is an id. */
export function isEmptyWord(text: string): boolean {
  if (text.length > LONGEST) return false;
  const first = text.charCodeAt(0);
  const mayBe = first === UPPER_N || first === LOWER_N || first === BACKSLASH || first === MINUS;
  return mayBe && EMPTY_WORDS.has(text);
}
