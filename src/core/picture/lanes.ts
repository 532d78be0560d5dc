import type { Analysis } from '../analysis.ts';
import type { Lane } from './model.ts';
import { nameAt, nameOf, namesOnce } from '../history/names.ts';
import { naturally } from './natural-order.ts';
import { count, counted } from '../words/numbers.ts';
import type { TrackSpan } from './tracks.ts';
import { sharedFront } from '../words/shared-front.ts';
import type { LaneBy } from '../words/terms.ts';
import { ROW_FLAG, NONE } from '../words/codes.ts';

/** More lanes are not told apart: the worst keep their own, the others share the last. */
const MAX_LANES = 200;
/** Up to this many workers of the trace get a lane on every key, so that an idle one is seen to be idle. */
const MAX_IDLE_LANES = 24;

/** Which attempts stand in which lane. */
export interface LanePlan {
  readonly laneBy: LaneBy;
  readonly labels: readonly string[];
  /** What the names of all workers or clients begin with; '' where that saves no room. */
  readonly front: string;
  /** Lane of each of the rows, in their order. */
  readonly laneOf: Uint16Array;
}

/** Plans the lanes of these rows by worker or by client, in natural order of their names. */
export function planLanes(analysis: Analysis, rows: Uint32Array, laneBy: LaneBy): LanePlan {
  const { history } = analysis;
  const column = laneBy === 'worker' ? history.workerId : history.clientId;
  const weights = weigh(analysis, rows, column);
  if (laneBy === 'worker' && weights.size < MAX_IDLE_LANES) addIdle(weights, column);
  const own = worst(weights, weights.size <= MAX_LANES ? MAX_LANES : MAX_LANES - 1).sort(
    (a, b) =>
      Number(a === NONE) - Number(b === NONE) ||
      naturally(history.strings.at(a) ?? '', history.strings.at(b) ?? ''),
  );
  const lanes = new Map(own.map((name, lane) => [name, lane]));
  const labels = own.map((name) => (name === NONE ? `no ${laneBy}` : nameOf(history, name)));
  if (own.length < weights.size) labels.push(`${count(weights.size - own.length)} other ${laneBy}s`);
  const laneOf = new Uint16Array(rows.length);
  for (let i = 0; i < rows.length; i++) laneOf[i] = lanes.get(column[rows[i]!]!) ?? labels.length - 1;
  const front = sharedFront(own.flatMap((name) => (name === NONE ? [] : [nameOf(history, name)])));
  return { laneBy, labels, front, laneOf };
}

/** Per name, errors first, then warnings, then attempts, as one number. */
function weigh({ rowFlags }: Analysis, rows: Uint32Array, column: Int32Array): Map<number, number> {
  const weights = new Map<number, number>();
  for (const row of rows) {
    const flags = rowFlags[row]!;
    const weight = 1 + (flags & ROW_FLAG.error ? 2 ** 40 : 0) + (flags & ROW_FLAG.warning ? 2 ** 20 : 0);
    const name = column[row]!;
    weights.set(name, (weights.get(name) ?? 0) + weight);
  }
  return weights;
}

/** Adds the workers that are idle on this key, unless there are too many. */
function addIdle(weights: Map<number, number>, column: Int32Array): void {
  const all = new Set<number>(weights.keys());
  for (const name of column) {
    if (name !== NONE) all.add(name);
    if (all.size > MAX_IDLE_LANES) return;
  }
  for (const name of all) if (!weights.has(name)) weights.set(name, 0);
}

/** The names of the `size` heaviest. */
function worst(weights: ReadonlyMap<number, number>, size: number): number[] {
  const names = [...weights.keys()];
  if (names.length > size) names.sort((a, b) => weights.get(b)! - weights.get(a)!);
  return names.slice(0, size);
}

/** What is written beside each lane, of which `row` are the attempts in the order of `tracks`. */
export function describeLanes(
  analysis: Analysis,
  plan: LanePlan,
  tracks: readonly TrackSpan[],
  row: Uint32Array,
): Lane[] {
  const attempts = plan.labels.map(() => 0);
  const depth = plan.labels.map(() => 0);
  const first = plan.labels.map(() => 0);
  for (const { lane, begin, finish } of tracks) {
    if (attempts[lane] === 0) first[lane] = row[begin]!;
    attempts[lane]! += finish - begin;
    depth[lane]!++;
  }
  return plan.labels.map((label, lane) => ({
    label,
    sublabel: sublabel(analysis, plan.laneBy, attempts[lane]!, first[lane]!),
    tracks: Math.max(1, depth[lane]!),
  }));
}

/** `r-001 · client A` for a single attempt. */
function sublabel({ history }: Analysis, laneBy: LaneBy, attempts: number, row: number): string {
  if (attempts === 0) return 'idle';
  if (attempts > 1) return counted(attempts, 'attempt');
  const [client, worker] = [nameAt(history, history.clientId, row), nameAt(history, history.workerId, row)];
  const request = nameAt(history, history.requestId, row);
  if (client === worker) return request;
  return namesOnce([request, laneBy === 'client' ? worker : client && `client ${client}`]);
}
