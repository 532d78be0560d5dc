import type { FindingName, FindingRow } from '../src/core/view/model.ts';
import type { ViewState } from '../src/protocol.ts';
import type { State } from './state.ts';

/** What to keep of the state over a reload. */
export function viewStateOf(state: State): ViewState {
  const { laneBy, axis, filter, view } = state;
  const [from, to] = view ?? [null, null];
  return { key: keyOf(state), finding: findingOf(state), laneBy, axis, filter, from, to };
}

/** Name of the selected finding, which the filter may have taken from the list. */
function findingOf({ findingId, codePath, findings }: State): FindingName | null {
  if (codePath?.findingId === findingId) return codePath.name;
  const row = findings.rows.find(({ id }) => id === findingId);
  if (row === undefined) return null;
  const { code, key, request, version } = row;
  return { code, key, request, version };
}

function keyOf({ keyId, keys, slice }: State): string | null {
  const listed = keys.rows.find(({ id }) => id === keyId)?.name;
  return listed ?? (slice?.request.keyId === keyId ? slice.keyName : null);
}

/** Whether a row of the list is the finding of this name. */
export function isSame(row: FindingRow, name: FindingName): boolean {
  const { code, key, request, version } = name;
  return row.code === code && row.key === key && row.request === request && row.version === version;
}
