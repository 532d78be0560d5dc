import Papa from 'papaparse';

/** The two forms of a trace. */
export type TraceFormat = 'csv' | 'ndjson';

const DELIMITERS = [',', ';', '\t', '|'];

/** The form that a file's name promises; undefined for a name that promises none. `.gz` does not count. */
export function formatOfName(name: string): TraceFormat | undefined {
  const bare = name.toLowerCase().replace(/\.gz$/, '');
  if (/\.(ndjson|jsonl)$/.test(bare)) return 'ndjson';
  return /\.(csv|tsv)$/.test(bare) ? 'csv' : undefined;
}

/** The form that the text has; undefined while there is only white space. */
export function formatOfText(text: Uint8Array): TraceFormat | undefined {
  const first = text.find((byte) => byte > 0x20);
  if (first === undefined) return undefined;
  return first === 0x7b || first === 0x5b ? 'ndjson' : 'csv';
}

/** What separates the cells of the header: with it most names are known, and most cells there are. */
export function sniffDelimiter(text: string, isKnown: (name: string) => boolean): string {
  const header = text.split('\n').find((line) => line.trim() !== '') ?? '';
  let best = { delimiter: ',', known: -1, cells: 0 };
  for (const delimiter of DELIMITERS) {
    const names = (
      Papa.parse<string[]>(header, { delimiter, newline: '\n', header: false }).data[0] ?? []
    ).map((name) => name.trim());
    const [known, cells] = [names.filter(isKnown).length, names.length];
    if (known > best.known || (known === best.known && cells > best.cells))
      best = { delimiter, known, cells };
  }
  return best.delimiter;
}
