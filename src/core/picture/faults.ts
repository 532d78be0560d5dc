import type { Analysis } from '../analysis.ts';
import { clipped } from '../words/printable.ts';
import { endOf, firstOf, traceTimes } from '../history/attempt-times.ts';
import type { FaultBand } from './model.ts';
import { NONE } from '../words/codes.ts';

/** More bands than this cannot be told apart. */
const MAX_BANDS = 200;
/** Stretches of one fault that are closer than this share of the run are one: between them no attempt happened to be under way. */
const GAP = 0.005;

const known = new WeakMap<Analysis, readonly FaultBand[]>();

/** When faults were injected, in microseconds since the first of the trace: the manifest's windows, else from the rows. */
export function faultBands(analysis: Analysis): readonly FaultBand[] {
  let bands = known.get(analysis);
  if (bands === undefined) {
    bands = analysis.facts?.faultWindows.length ? fromManifest(analysis) : fromRows(analysis);
    known.set(analysis, bands);
  }
  return bands;
}

function fromManifest({ facts, history }: Analysis): FaultBand[] {
  const { hasTimes, fromUs } = traceTimes(history);
  if (!hasTimes) return [];
  const since = (us: bigint): number => Number(us - history.originUs) - fromUs;
  return (facts?.faultWindows ?? []).slice(0, MAX_BANDS).map((window) => ({
    from: since(window.fromUs),
    to: Math.max(since(window.fromUs), since(window.toUs)),
    label: faultLabel(window.fault),
  }));
}

/** The attempts that name a fault, joined where they overlap or nearly do. */
function fromRows({ history }: Analysis): FaultBand[] {
  const times = traceTimes(history);
  if (!times.hasTimes || !history.columns.has('fault')) return [];
  const rows: { fault: number; from: number; to: number }[] = [];
  for (let row = 0; row < history.size; row++) {
    const fault = history.fault[row]!;
    const from = fault === NONE ? NaN : firstOf(history, row) - times.fromUs;
    if (Number.isNaN(from)) continue;
    const end = endOf(history, row) - times.fromUs;
    rows.push({ fault, from, to: end > from ? end : from });
  }
  rows.sort((a, b) => a.from - b.from);
  const gap = (times.toUs - times.fromUs) * GAP;
  const bands: { fault: number; from: number; to: number }[] = [];
  const last = new Map<number, { to: number }>();
  for (const row of rows) {
    const band = last.get(row.fault);
    if (band && row.from <= band.to + gap) band.to = Math.max(band.to, row.to);
    else {
      bands.push(row);
      last.set(row.fault, row);
    }
  }
  return bands
    .slice(0, MAX_BANDS)
    .map(({ fault, from, to }) => ({ from, to, label: faultLabel(history.strings.at(fault) ?? '') }));
}

/** What a band of this fault is labelled with. */
export function faultLabel(fault: string): string {
  return `fault: ${clipped(fault, 60)}`;
}
