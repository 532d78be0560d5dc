import type { Analysis } from '../analysis.ts';
import { versionName } from '../history/names.ts';
import { count } from '../words/numbers.ts';
import { NONE } from '../words/codes.ts';

/** `v1 · 1 left`: what a key began with, by the manifest or by the attempt that read its initial version; `rows` are the key's. */
export function initialLabel(analysis: Analysis, keyId: number, rows: Uint32Array): string {
  const { history, facts, keys } = analysis;
  const version = keys.find(({ key }) => key === keyId)?.initialVersion ?? NONE;
  const left =
    facts?.initial?.get(history.strings.at(keyId) ?? '')?.value ?? valueRead(analysis, rows, version);
  const name = versionName(history, version);
  const units = left === undefined ? '' : `${count(left)} left`;
  return [name, units].filter((part) => part !== '').join(' · ') || 'initial version';
}

/** The units that some attempt read with this version. */
function valueRead({ history }: Analysis, rows: Uint32Array, version: number): number | undefined {
  if (version === NONE || !history.columns.has('read_value')) return undefined;
  for (const row of rows) {
    const value = history.readValue[row]!;
    if (history.readVersion[row] === version && !Number.isNaN(value)) return value;
  }
  return undefined;
}
