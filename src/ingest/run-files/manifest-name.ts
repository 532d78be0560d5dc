import { formatOfName } from '../sources/formats.ts';

/** The name of the manifest beside a trace: `NAME.run.json` for `NAME.trace.csv` and every other format, gzipped or not. */
export function manifestName(traceName: string): string {
  const bare = traceName.replace(/\.gz$/i, '');
  const name = formatOfName(bare) === undefined ? bare : bare.replace(/(\.trace)?\.[^.]*$/i, '');
  return `${name}.run.json`;
}
