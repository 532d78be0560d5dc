import { upTo } from './gather.ts';
import type { LanePlan } from './lanes.ts';
import { footprint } from './steps.ts';
import type { Steps } from './steps.ts';
import { TrackAllocator } from './tracks.ts';
import type { TrackSpan } from './tracks.ts';

/** What is drawn of each attempt reaches from its left to its right edge, steps outside of start and end included. */
export interface Edges {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** The edges of `size` attempts. */
export function edgesOf(steps: Steps, size: number): Edges {
  const edges = { from: new Float64Array(size), to: new Float64Array(size) };
  for (let i = 0; i < size; i++) {
    const [from, to] = footprint(steps, i);
    edges.from[i] = from;
    edges.to[i] = to;
  }
  return edges;
}

/** Gives every attempt its track, and the order in which tracks stand one after the other. */
export function layTracks(plan: LanePlan, edges: Edges): { tracks: TrackSpan[]; order: Uint32Array } {
  const size = plan.laneOf.length;
  const allocators = plan.labels.map(() => new TrackAllocator());
  const trackInLane = new Uint16Array(size);
  const byFrom = ascending(edges.from);
  for (const i of byFrom) trackInLane[i] = allocators[plan.laneOf[i]!]!.take(edges.from[i]!, edges.to[i]!);
  const firstOfLane = allocators.map(() => 0);
  allocators.forEach(({ used }, lane) => (firstOfLane[lane + 1] = firstOfLane[lane]! + used));
  const trackOf = (i: number): number => firstOfLane[plan.laneOf[i]!]! + trackInLane[i]!;
  const bounds = new Uint32Array(firstOfLane.at(-1)! + 1);
  for (let i = 0; i < size; i++) bounds[trackOf(i) + 1]!++;
  for (let track = 1; track < bounds.length; track++) bounds[track]! += bounds[track - 1]!;
  const next = bounds.slice();
  const order = new Uint32Array(size);
  for (const i of byFrom) order[next[trackOf(i)]!++] = i;
  const tracks = allocators.flatMap(({ used }, lane) =>
    Array.from({ length: used }, (_, track) => {
      const at = firstOfLane[lane]! + track;
      return { lane, track, begin: bounds[at]!, finish: bounds[at + 1]! };
    }),
  );
  return { tracks, order };
}

/** Indexes in the order of their values, earlier ones first among equals. */
function ascending(values: Float64Array): Uint32Array {
  const order = upTo(values.length);
  let sorted = true;
  for (let i = 1; i < values.length && sorted; i++) sorted = values[i - 1]! <= values[i]!;
  return sorted ? order : order.sort((a, b) => values[a]! - values[b]! || a - b);
}

/** Per entry the rightmost edge in its track so far. */
export function reachOf(to: Float64Array, tracks: readonly TrackSpan[]): Float64Array {
  const reach = to.slice();
  for (const { begin, finish } of tracks)
    for (let i = begin + 1; i < finish; i++) reach[i] = Math.max(reach[i - 1]!, reach[i]!);
  return reach;
}
