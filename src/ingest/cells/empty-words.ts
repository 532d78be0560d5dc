/** What programs write where they have nothing: databases, pandas, JSON, Python, access logs. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(['NULL', 'null', '\\N', 'NaN', 'nan', 'None', '-']);
const LONGEST = 4;

/** Whether a cell of one of these words is empty; the words stay names where a cell is an id. */
export function isEmptyWord(text: string): boolean {
  return text.length <= LONGEST && EMPTY_WORDS.has(text);
}
