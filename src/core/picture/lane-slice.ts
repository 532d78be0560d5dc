import { arcsOf } from './arcs.ts';
import { traceTimes } from '../history/attempt-times.ts';
import { densityOf } from './density.ts';
import type { Density } from './density.ts';
import type { KeyIndex } from './key-index.ts';
import { ladderIn } from './ladder.ts';
import { marksOf } from './marks.ts';
import type { LaneRequest, LaneSlice } from './model.ts';
import { filterOf } from '../search/filter.ts';
import { nameOf } from '../history/names.ts';
import { rangesIn, windowOf } from './window.ts';
import type { TrackRange, Window } from './window.ts';
import { findingAt, pictured, shownRows } from './witness.ts';
import { SEVERITY } from '../words/codes.ts';

/** More marks than this are a density. */
const MOST_MARKS = 3000;
/** So is a track that has more than one attempt in so many pixels. */
const PX_PER_MARK = 3;
/** Attempts that are searched for and are marks of their own beside a density. */
const MOST_LIT = 500;
/** Flagged attempts that are marks of their own beside a density. */
const MOST_FLAGGED = 1500;

/**
 * What the lanes show for the request: all attempts in sight, or, where they are more than the pixels can show, their
 * density with the flagged ones as marks. `index` is that of the request's key, lanes and axis.
 */
export function laneSlice(index: KeyIndex, request: LaneRequest): LaneSlice {
  const window = windowOf(index, request);
  const ranges = rangesIn(index, window.covers);
  const finding = findingAt(index.analysis, request.findingId);
  const shown = finding && pictured(index.analysis, finding);
  const focusRows = shown ? shownRows(shown).filter((row) => index.entryOf(row) !== undefined) : [];
  const filter = filterOf(index.analysis.history, request.filter ?? '');
  const isLit = filter.isEmpty ? () => false : filter.fitsRow;
  const density = isCrowded(ranges, window) ? densityOf(index, ranges, window) : null;
  const entries = new Set(density ? mostTelling(index, density) : entriesIn(index, ranges, window));
  if (density && !filter.isEmpty)
    for (const entry of spread(
      entriesIn(index, ranges, window).filter((each) => isLit(index.row[each]!)),
      MOST_LIT,
    ))
      entries.add(entry);
  for (const row of focusRows) entries.add(index.entryOf(row)!);
  const [from, to] = window.covers;
  return {
    request,
    keyName: nameOf(index.analysis.history, index.keyId) || '(no name)',
    extent: index.extent,
    covers: window.covers,
    lanes: index.lanes,
    front: index.front,
    marks: marksOf(index, [...entries], isLit),
    density: density?.bins ?? null,
    ladder: ladderIn(index, window, focusRows),
    arcs: shown ? arcsOf(index.analysis, shown).filter((arc) => isHere(index, arc.fromRow, arc.toRow)) : [],
    faults: index.faults.filter((band) => band.to >= from && band.from <= to),
    focusRows,
    axisUnit: index.axis === 'time' && traceTimes(index.analysis.history).hasTimes ? 'ms' : 'order',
  };
}

function isHere(index: KeyIndex, ...rows: readonly number[]): boolean {
  return rows.every((row) => index.entryOf(row) !== undefined);
}

function isCrowded(ranges: readonly TrackRange[], { widthPx }: Window): boolean {
  let total = 0;
  for (const { begin, finish } of ranges) {
    total += finish - begin;
    if (total > MOST_MARKS || (finish - begin) * PX_PER_MARK > widthPx) return true;
  }
  return false;
}

function entriesIn(index: KeyIndex, ranges: readonly TrackRange[], { covers }: Window): number[] {
  const entries: number[] = [];
  for (const { begin, finish } of ranges)
    for (let entry = begin; entry < finish; entry++) if (index.to[entry]! >= covers[0]) entries.push(entry);
  return entries;
}

/** The flagged attempts within the budget, errors before warnings, spread evenly where not all fit. */
function mostTelling({ severity }: KeyIndex, { flagged }: Density): number[] {
  const errors = flagged.filter((entry) => severity[entry] === SEVERITY.error);
  const warnings = flagged.filter((entry) => severity[entry] !== SEVERITY.error);
  const kept = spread(errors, MOST_FLAGGED);
  return [...kept, ...spread(warnings, MOST_FLAGGED - kept.length)];
}

function spread(entries: readonly number[], most: number): readonly number[] {
  if (entries.length <= most) return entries;
  return Array.from({ length: most }, (_, i) => entries[Math.floor((i * entries.length) / most)]!);
}
