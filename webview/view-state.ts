import type { FindingList, FindingName } from '../src/core/index.ts';
import type { ViewState } from '../src/protocol.ts';
import type { State, Stretch } from './state.ts';

/** What to keep of the state over a reload. */
export function viewStateOf(state: State): ViewState {
  const { laneBy, axis, filter, panes, view, findingId } = state;
  const [from, to] = view ?? [null, null];
  const finding = findingOf(state);
  const place = finding === null ? null : findingId;
  return { key: keyOf(state), finding, findingId: place, laneBy, axis, filter, panes, from, to };
}

/** Name of the selected finding, which the filter may have taken from the list. */
function findingOf({ findingId, codePath, rows }: State): FindingName | null {
  if (codePath?.findingId === findingId) return codePath.name;
  const row = rows.get(findingId ?? -1);
  if (row === undefined) return null;
  const { code, key, request, version } = row;
  return { code, key, request, version };
}

function keyOf({ keyId, keys, slice }: State): string | null {
  const listed = keys.rows.find(({ id }) => id === keyId)?.name;
  return listed ?? (slice?.request.keyId === keyId ? slice.keyName : null);
}

/** What of a trace that has arrived is to be selected and shown. */
interface Restored {
  readonly findingId: number | null;
  readonly keyId: number | null;
  readonly view: Stretch | null;
  /** What the finding must be called, where its row is not here to tell. */
  readonly expected: FindingName | null;
  /** True if a finding was selected that the trace does not have any more. */
  readonly lost: boolean;
}

/** What was selected before, as far as the trace still has it; else the first finding of the worst key, else that key. */
export function restored(
  wanted: ViewState | undefined,
  { keys, findings, axis }: Pick<State, 'keys' | 'findings' | 'axis'>,
): Restored {
  const { finding = null, key = null, findingId: place = null } = wanted ?? {};
  const view = wanted?.axis === axis ? stretchOf(wanted) : null;
  const found = { view, expected: null, lost: false };
  const same = finding === null ? undefined : findings.rows.find((row) => isSame(row, finding));
  if (same !== undefined) return { ...found, findingId: same.id, keyId: same.keyId };
  const isFurtherDown =
    finding !== null &&
    place !== null &&
    findings.rows.every(({ id }) => id !== place) &&
    findings.ids.includes(place);
  if (isFurtherDown)
    return { ...found, findingId: place, keyId: keyOfFinding(findings, place) ?? null, expected: finding };
  const sameKey = finding === null ? keys.rows.find(({ name }) => name === key) : undefined;
  if (sameKey !== undefined) return { ...found, findingId: null, keyId: sameKey.id };
  const [worst] = keys.rows;
  const first = (worst && firstOfKey(findings, worst.id)) ?? findings.ids[0] ?? null;
  return {
    findingId: first,
    keyId: (first === null ? undefined : keyOfFinding(findings, first)) ?? worst?.id ?? null,
    view: null,
    expected: null,
    lost: finding !== null,
  };
}

/** The first finding of a key in the list; undefined if it has none there. */
export function firstOfKey({ ids, keyIds }: FindingList, keyId: number): number | undefined {
  return ids[keyIds.indexOf(keyId)];
}

/** The key of a finding of the list, certain or only possible; undefined if it is not in it. */
export function keyOfFinding({ ids, keyIds, possible }: FindingList, findingId: number): number | undefined {
  return keyIds[ids.indexOf(findingId)] ?? possible.find(({ id }) => id === findingId)?.keyId;
}

function stretchOf({ from, to }: ViewState): Stretch | null {
  return from !== null && to !== null && from < to ? [from, to] : null;
}

/** Whether two names are those of one finding. */
export function isSame(one: FindingName, other: FindingName): boolean {
  const { code, key, request, version } = other;
  return one.code === code && one.key === key && one.request === request && one.version === version;
}
