import type { FindingName, FindingRow } from '../src/core/index.ts';
import type { ViewState } from '../src/protocol.ts';
import type { State, Stretch } from './state.ts';

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

/** What of a trace that has arrived is to be selected and shown. */
export interface Restored {
  readonly findingId: number | null;
  readonly keyId: number | null;
  readonly view: Stretch | null;
  /** True if a finding was selected that the trace does not have any more. */
  readonly lost: boolean;
}

/** What was selected before, as far as the trace still has it; else the worst finding, else the first key. */
export function restored(
  wanted: ViewState | undefined,
  { keys, findings, axis }: Pick<State, 'keys' | 'findings' | 'axis'>,
): Restored {
  const { finding = null, key = null } = wanted ?? {};
  const view = wanted?.axis === axis ? stretchOf(wanted) : null;
  const same = finding === null ? undefined : findings.rows.find((row) => isSame(row, finding));
  if (same !== undefined) return { findingId: same.id, keyId: same.keyId, view, lost: false };
  const sameKey = finding === null ? keys.rows.find(({ name }) => name === key) : undefined;
  if (sameKey !== undefined) return { findingId: null, keyId: sameKey.id, view, lost: false };
  const [worst] = findings.rows;
  return {
    findingId: worst?.id ?? null,
    keyId: worst?.keyId ?? keys.rows[0]?.id ?? null,
    view: null,
    lost: finding !== null,
  };
}

function stretchOf({ from, to }: ViewState): Stretch | null {
  return from !== null && to !== null && from < to ? [from, to] : null;
}

/** Whether a row of the list is the finding of this name. */
function isSame(row: FindingRow, name: FindingName): boolean {
  const { code, key, request, version } = name;
  return row.code === code && row.key === key && row.request === request && row.version === version;
}
