import type { Analysis } from '../analysis.ts';
import type { Finding } from '../findings/finding.ts';
import type { FindingName } from './model.ts';
import { nameAt, nameOf, versionName } from '../history/names.ts';
import { NONE } from '../words/codes.ts';

/** What a finding is by what the trace says of it: still the same when rows before it have moved its place in the list. */
export function findingName({ history }: Analysis, { code, key, rows, data }: Finding): FindingName {
  const [row] = rows;
  const read = row === undefined ? NONE : history.readVersion[row]!;
  const written = row === undefined ? NONE : history.writeVersion[row]!;
  return {
    code,
    key: nameOf(history, key),
    request: row === undefined ? '' : nameAt(history, history.requestId, row),
    version: versionName(history, data.made ?? (written === NONE ? read : written)),
  };
}
