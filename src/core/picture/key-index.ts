import type { Analysis, KeyAnalysis } from '../analysis.ts';
import { gather } from './gather.ts';
import { initialLabel } from './initial-label.ts';
import { faultBands } from './faults.ts';
import { indexLadder } from './ladder-index.ts';
import type { LadderIndex } from './ladder-index.ts';
import { describeLanes, planLanes } from './lanes.ts';
import type { FaultBand, Lane } from './model.ts';
import { place } from './placement.ts';
import type { Placement } from './placement.ts';
import { rankOfTime } from './rank.ts';
import type { Steps } from './steps.ts';
import { severitiesOf } from './severity.ts';
import { edgesOf, layTracks, reachOf } from './track-layout.ts';
import type { Edges } from './track-layout.ts';
import type { TrackSpan } from './tracks.ts';
import type { Axis, LaneBy } from '../words/terms.ts';
import { NONE } from '../words/codes.ts';

/**
 * All attempts of one key laid out on one axis: what every slice is cut from. Entries are grouped by lane and track and
 * ascend within, so that what a window shows is one range per track, found by halving.
 */
export interface KeyIndex extends Steps {
  readonly analysis: Analysis;
  readonly keyId: number;
  readonly laneBy: LaneBy;
  readonly axis: Axis;
  readonly row: Uint32Array;
  /** Left and right edge of each entry, steps outside of its start and end included. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Per entry the rightmost edge in its track so far: ascends even where clocks are odd. */
  readonly reach: Float64Array;
  /** Position of each entry's track in `tracks`. */
  readonly trackOf: Uint32Array;
  readonly tracks: readonly TrackSpan[];
  /** Codes of {@link SEVERITY} per entry. */
  readonly severity: Uint8Array;
  readonly lanes: readonly Lane[];
  /** What the names of all lanes begin with. */
  readonly front: string;
  readonly ladder: LadderIndex;
  /** Per entry its link of the ladder; NONE for one that made no version. */
  readonly linkOf: Int32Array;
  /** `v1 · 1 left`. */
  readonly initialLabel: string;
  readonly faults: readonly FaultBand[];
  readonly extent: readonly [number, number];
  /** The first finding of each row that offends. */
  readonly findingOf: ReadonlyMap<number, number>;
  /** Entries by row. */
  readonly entryOf: (row: number) => number | undefined;
}

/** Lays out the attempts of a key; linear but for sorting. Prefer `indexKey`, which keeps the last few. */
export function buildKeyIndex(analysis: Analysis, keyId: number, laneBy: LaneBy, axis: Axis): KeyIndex {
  const key = analysis.keys.find((candidate) => candidate.key === keyId);
  const rows = rowsOf(analysis, key);
  const placed = place(analysis, rows, axis);
  const edges = edgesOf(placed, rows.length);
  const plan = planLanes(analysis, rows, laneBy);
  const { tracks, order } = layTracks(plan, edges);
  const row = order.map((i) => rows[i]!);
  const [from, to] = [gather(edges.from, order), gather(edges.to, order)];
  const ladder = indexLadder(analysis, rows, placed);
  const entryOf = entriesByRow(row);
  const trackOf = new Uint32Array(order.length);
  tracks.forEach(({ begin, finish }, track) => trackOf.fill(track, begin, finish));
  return {
    analysis,
    keyId,
    laneBy,
    axis,
    row,
    from,
    to,
    reach: reachOf(to, tracks),
    start: gather(placed.start, order),
    service: gather(placed.service, order),
    read: gather(placed.read, order),
    write: gather(placed.write, order),
    end: gather(placed.end, order),
    trackOf,
    tracks,
    severity: severitiesOf(analysis, row),
    lanes: describeLanes(analysis, plan, tracks, row),
    front: plan.front,
    ladder,
    linkOf: linksByEntry(ladder, entryOf, row.length),
    initialLabel: initialLabel(analysis, keyId, rows),
    faults: bandsOn(analysis, placed),
    extent: extentOf(edges),
    findingOf: offendersOf(analysis, keyId),
    entryOf,
  };
}

/** The attempts of a key, a view of the analysis' own rows; empty for a key that has none. */
export function rowsOf(analysis: Analysis, key: KeyAnalysis | undefined): Uint32Array {
  return analysis.rowsByKey.subarray(key?.from ?? 0, key?.to ?? 0);
}

function offendersOf({ findings, possible }: Analysis, keyId: number): ReadonlyMap<number, number> {
  const findingOf = new Map<number, number>();
  [...findings, ...possible].forEach(({ key, rows: [row] }, id) => {
    if (key === keyId && row !== undefined && !findingOf.has(row)) findingOf.set(row, id);
  });
  return findingOf;
}

/** Fault windows on this axis; between the steps that they begin and end among, where the axis is the order. */
function bandsOn(analysis: Analysis, { moments }: Placement): readonly FaultBand[] {
  const bands = faultBands(analysis);
  if (!moments) return bands;
  return bands.map(({ from, to, label }) => ({
    from: rankOfTime(moments, from),
    to: rankOfTime(moments, to),
    label,
  }));
}

/** A little room on both sides, so that neither the first version nor the last label sticks to an edge. */
const MARGIN = 0.03;

function extentOf({ from, to }: Edges): readonly [number, number] {
  if (from.length === 0) return [0, 1];
  let [first, last] = [Infinity, -Infinity];
  for (let i = 0; i < from.length; i++) {
    if (from[i]! < first) first = from[i]!;
    if (to[i]! > last) last = to[i]!;
  }
  const room = Math.max(1, (last - first) * MARGIN);
  return [first - room, last + room];
}

function linksByEntry(
  ladder: LadderIndex,
  entryOf: (row: number) => number | undefined,
  size: number,
): Int32Array {
  const links = new Int32Array(size).fill(NONE);
  for (let link = 0; link < ladder.row.length; link++) links[entryOf(ladder.row[link]!)!] = link;
  return links;
}

/** Entries by row: a table over the rows that the key spans. */
function entriesByRow(row: Uint32Array): (row: number) => number | undefined {
  let [first, last] = [Infinity, -1];
  for (const each of row) {
    if (each < first) first = each;
    if (each > last) last = each;
  }
  const table = new Int32Array(Math.max(0, last - first + 1)).fill(-1);
  for (let entry = 0; entry < row.length; entry++) table[row[entry]! - first] = entry;
  return (wanted) => {
    const entry = table[wanted - first];
    return entry === undefined || entry < 0 ? undefined : entry;
  };
}
