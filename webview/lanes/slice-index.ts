import type { LaneSlice, Marks } from '../../src/core/index.ts';
import { NONE } from '../../src/core/words/codes.ts';
import { LANE_COLORS } from '../theme/theme.ts';
import type { Stretch } from '../state.ts';
import type { Step } from '../../src/core/words/terms.ts';
import { signAt, signedMark, type LaneSignName } from '../../src/core/words/lane-signs.ts';

/** One horizontal line of bars: a track of a lane. */
interface LineId {
  readonly lane: number;
  /** Whether a mark of the selected finding lies on it; such lines get room for labels and arcs. */
  readonly focus: boolean;
  /** Whether an arc bows below its bars, from a write back to the read that it was based on. */
  readonly bow: boolean;
}

/** The lines of one lane: `first` to before `end`. */
interface LaneLines {
  readonly lane: number;
  readonly first: number;
  readonly end: number;
  /** Whether the selected finding happened here. */
  readonly focus: boolean;
}

/** What painting and hit tests look up in a slice again and again; made once per slice. */
export interface SliceIndex {
  /** Mark number of each row. */
  readonly markOf: ReadonlyMap<number, number>;
  readonly focus: ReadonlySet<number>;
  readonly lines: readonly LineId[];
  /** Line number of each mark. */
  readonly lineOf: Uint32Array;
  /** Lanes from the top down: those of the selected finding first, so that its two sides are seen together. */
  readonly lanes: readonly LaneLines[];
  /** Lanes in which nothing happens in the slice, where they are so many that one line says it for all. */
  readonly idle: readonly number[];
  /** Number of each lane's colour. */
  readonly hue: readonly number[];
  /** Number of each mark's colour: two attempts of one lane are told apart as in the code path. */
  readonly markHue: Uint8Array;
  /** The signs of each mark, in the order in which they are drawn. */
  readonly signs: readonly (readonly LaneSignName[])[];
}

/**
 * Indexes a slice. Only tracks that hold a mark get a line, so that a quiet stretch of a busy key stays small. The lanes
 * of `columns`, the rows of the code path from left to right, get the colours of its columns; others keep their own.
 */
export function indexSlice(slice: LaneSlice, columns: readonly number[] = []): SliceIndex {
  const { marks, focusRows } = slice;
  const focus = new Set(focusRows);
  const markOf = new Map<number, number>();
  const used = slice.lanes.map(() => new Set<number>());
  const focused = new Set<string>();
  const placeOf = (mark: number): string => `${marks.lane[mark]!}:${marks.track[mark]!}`;
  for (let i = 0; i < marks.row.length; i++) {
    markOf.set(marks.row[i]!, i);
    used[marks.lane[i]!]!.add(marks.track[i]!);
    if (focus.has(marks.row[i]!)) focused.add(placeOf(i));
  }
  const bowed = bowsOf(slice, markOf, placeOf);
  const lines: LineId[] = [];
  const number = new Map<string, number>();
  const all = used.map((tracks, lane) => {
    const shown = tracks.size > 0 ? [...tracks].sort((a, b) => a - b) : [0];
    return { lane, ids: shown.map((track) => `${lane}:${track}`) };
  });
  const quiet = all.filter(({ lane }) => used[lane]!.size === 0 && isQuiet(slice, lane));
  const idle = quiet.length < LEAST_IDLE ? [] : quiet.map(({ lane }) => lane);
  const seen = all.filter(({ lane }) => !idle.includes(lane));
  const inFocus = ({ ids }: { ids: readonly string[] }): boolean => ids.some((id) => focused.has(id));
  const lanes = [...seen.filter(inFocus), ...seen.filter((one) => !inFocus(one))].map(
    ({ lane, ids }): LaneLines => {
      const first = lines.length;
      for (const id of ids) {
        number.set(id, lines.length);
        lines.push({ lane, focus: focused.has(id), bow: bowed.has(id) });
      }
      return { lane, first, end: lines.length, focus: inFocus({ ids }) };
    },
  );
  const lineOf = Uint32Array.from(marks.row, (_, i) => number.get(placeOf(i))!);
  const hue = slice.lanes.map((_, lane) => {
    const column = columns.findIndex((row) => marks.lane[markOf.get(row) ?? -1] === lane);
    return column < 0 ? NONE : column;
  });
  // A bystander has no colour of the code path, as long as there are others.
  const [first, spare] = [columns.length, LANE_COLORS - columns.length];
  let others = 0;
  slice.lanes.forEach((_, lane) => {
    if (hue[lane] === NONE) hue[lane] = spare > 0 ? first + (others++ % spare) : lane;
  });
  const markHue = Uint8Array.from(marks.row, (row, i) => {
    const column = columns.indexOf(row);
    return column < 0 ? hue[marks.lane[i]!]! : column;
  });
  const signs = Array.from(marks.row, (_, i) => signsOfMark(marks, i));
  return { markOf, focus, lines, lineOf, lanes, idle, hue, markHue, signs };
}

/** Fewer idle lanes are shown as what they are. */
const LEAST_IDLE = 3;

/** Whether no attempt touches a lane, as far as bins tell. */
function isQuiet({ density }: LaneSlice, lane: number): boolean {
  if (density === null) return true;
  const { bins, count } = density;
  return count.subarray(lane * bins, (lane + 1) * bins).every((attempts) => attempts === 0);
}

/** The places under which an arc bows from a write back to its read. */
function bowsOf(
  { arcs }: LaneSlice,
  markOf: ReadonlyMap<number, number>,
  placeOf: (mark: number) => string,
): ReadonlySet<string> {
  const bowed = new Set<string>();
  for (const { kind, fromRow, toRow } of arcs) {
    const [from, to] = [markOf.get(fromRow), markOf.get(toRow)];
    if (kind === 'based-on' && from !== undefined && to !== undefined && placeOf(from) === placeOf(to))
      bowed.add(placeOf(to));
  }
  return bowed;
}

/** Where a mark begins and ends in axis units, from whatever times it has; undefined if it has none. */
export function extentOfMark(marks: Marks, i: number): readonly [number, number] | undefined {
  const times = [marks.start[i]!, marks.service[i]!, marks.read[i]!, marks.write[i]!, marks.end[i]!];
  const from = times.find(Number.isFinite);
  const to = times.findLast(Number.isFinite);
  return from === undefined || to === undefined ? undefined : [from, Math.max(from, to)];
}

/** Where the selected finding's attempts begin and end in axis units; undefined where none is selected. */
export function reachOfFocus({ marks }: LaneSlice, { focus, markOf }: SliceIndex): Stretch | undefined {
  const places = [...focus].flatMap((row) => extentOfMark(marks, markOf.get(row) ?? -1) ?? []);
  return places.length === 0 ? undefined : [Math.min(...places), Math.max(...places)];
}

/** Where the middle of the selected finding's attempts lies in axis units; NaN where none is selected. */
export function middleOfFocus(slice: LaneSlice, index: SliceIndex): number {
  const [from, to] = reachOfFocus(slice, index) ?? [NaN, NaN];
  return (from + to) / 2;
}

/** The signs of a mark in the order in which they are drawn: the write last, for where they meet it is the one that matters. */
function signsOfMark(marks: Marks, i: number): readonly LaneSignName[] {
  const signed = signedMark(marks, i);
  return DRAWING_ORDER.flatMap((step) => signAt(signed, step) ?? []);
}

const DRAWING_ORDER = ['read', 'confirm', 'write'] as const;

/** Where a step of a mark lies in axis units; NaN if the trace does not say. */
export function timeOfStep(marks: Marks, i: number, step: Step): number {
  const column = step === 'read' ? marks.read : step === 'write' ? marks.write : marks.end;
  return column[i]!;
}

/** The mark after or before that of a row, in time order among those in sight and around the ends; undefined if none is. */
export function nextMark(marks: Marks, view: Stretch, row: number, by: 1 | -1): number | undefined {
  const visible = [...marks.row.keys()]
    .flatMap((mark) => {
      const extent = extentOfMark(marks, mark);
      return extent !== undefined && extent[1] >= view[0] && extent[0] <= view[1]
        ? [{ mark, at: extent[0] }]
        : [];
    })
    .sort((a, b) => a.at - b.at);
  const here = visible.findIndex(({ mark }) => marks.row[mark] === row);
  const next = here < 0 ? (by > 0 ? 0 : visible.length - 1) : (here + by + visible.length) % visible.length;
  return visible[next]?.mark;
}
