/** A service that does everything right, however badly its network, its replicas and its log behave. */
import type { Attempt } from '../check/history-language.ts';
import type { Below } from './random.ts';

/** What a run of the service left behind. */
export interface Run {
  readonly rows: readonly Attempt[];
  readonly initial: number;
  readonly remaining: number;
  readonly version: number;
}

interface State {
  value: number;
  version: number;
  readonly confirmed: Map<string, number>;
}

/** What can happen to an attempt besides being served. */
const MISHAPS = ['none', 'none', 'none', 'answer lost', 'request lost', 'old replica'] as const;

/** Serves some requests on one key, each until it is answered for good. Where orders may take several units some give one back. */
export function serve(
  below: Below,
  { withOutsider, mostUnits }: { withOutsider: boolean; mostUnits: number },
): Run {
  const initial = 6 + below(6);
  const state: State = { value: initial, version: 1, confirmed: new Map() };
  const rows: Attempt[] = [];
  const waiting = Array.from({ length: 3 + below(4) }, (_, index) => ({
    request: `r${index}`,
    units: mostUnits > 1 && below(5) === 0 ? -1 : 1 + below(mostUnits),
    retry: 0,
  }));
  let now = 1;
  while (waiting.length > 0) {
    if (withOutsider && below(8) === 0) {
      state.value += 2;
      state.version++;
    }
    const index = below(waiting.length);
    const of = waiting[index]!;
    const start = now;
    const row = attempt(state, of, MISHAPS[below(MISHAPS.length)]!);
    now += 10;
    rows.push({ ...row, key: 'k', start, readAt: start + 2, writeAt: start + 5, end: start + 8 });
    const isOver = row.result === 'success' || row.result === 'rejected' || of.retry === 6;
    if (isOver) waiting.splice(index, 1);
    else of.retry++;
  }
  return { rows, initial, remaining: state.value, version: state.version };
}

function attempt(
  state: State,
  { request, units, retry }: { readonly request: string; readonly units: number; readonly retry: number },
  mishap: (typeof MISHAPS)[number],
): Omit<Attempt, 'key'> {
  const known = state.confirmed.get(request);
  const asked = { request, units, retry, worker: `w${retry}` };
  if (mishap === 'request lost' && retry < 6) return { ...asked, result: 'timeout' };
  if (known !== undefined)
    return {
      ...asked,
      read: state.version,
      write: known,
      result: mishap === 'answer lost' ? 'timeout' : 'success',
    };
  const isOld = mishap === 'old replica' && state.version > 1;
  const read = isOld ? state.version - 1 : state.version;
  const seen = isOld ? {} : { readValue: state.value };
  if (!isOld && state.value < units) return { ...asked, read, ...seen, result: 'rejected' };
  // The write has a condition on the version that was read.
  if (isOld) return { ...asked, read, result: 'retry' };
  state.value -= units;
  state.version++;
  state.confirmed.set(request, state.version);
  const wrote = { read, ...seen, write: state.version, writeValue: state.value };
  return mishap === 'answer lost'
    ? { ...asked, read, ...seen, result: 'timeout' }
    : { ...asked, ...wrote, result: 'success' };
}
