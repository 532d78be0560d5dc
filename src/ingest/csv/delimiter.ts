import Papa from 'papaparse';

/** What may separate the cells of a header that no line says anything else of. */
export const DELIMITERS: readonly string[] = [',', ';', '\t', '|'];

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
