import type { History } from './history.ts';

/** The name of the file in which an attempt stands; undefined of a history out of one file. */
export function fileOf({ files }: History, row: number): string | undefined {
  return files.findLast(({ firstRow }) => firstRow <= row)?.name;
}

/** Where an attempt stands: `line 5`, or `line 5 of a.csv` in a history out of several files. */
export function linePlace(history: History, row: number): string {
  const [line, file] = [history.line[row]!, fileOf(history, row)];
  return file === undefined ? `line ${line}` : `line ${line} of ${file}`;
}
