const TEXT_OR_NAN = /"(?:[^"\\]|\\.)*"|\bNaN\b/g;

/** A line with null where Python has written NaN, which JSON does not know; undefined if there is none outside of texts. */
export function withoutBareNan(line: string): string | undefined {
  if (!line.includes('NaN')) return undefined;
  const mended = line.replace(TEXT_OR_NAN, (token) => (token === 'NaN' ? 'null' : token));
  return mended === line ? undefined : mended;
}
