import {
  type Analysis,
  claimOf,
  faultBands,
  faultLabel,
  FINDING_CODES,
  type FindingCode,
  type InjectedFault,
  offendingMoment,
  type PhaseRecord,
  rowFigures,
  traceTimes,
} from '../../core/index.ts';
import { clock, counted } from '../../core/words/numbers.ts';
import type { FailureMoment, FailureTimeline } from './model.ts';
import type { NamedFindings } from './findings.ts';
import { refOf, type SidedPhase } from './input.ts';

/** Faults that are told one by one. */
const MOST_FAULTS = 12;

interface Moment extends FailureMoment {
  readonly us: number;
}

/** What went wrong and when, in each phase that has an error or an injected fault. */
export function failureTimelines(
  phases: readonly SidedPhase[],
  named: NamedFindings,
): readonly FailureTimeline[] {
  return phases.flatMap((phase) => {
    const { analysis } = phase.record;
    const { hasTimes } = traceTimes(analysis.history);
    const calm = analysis.verdict !== 'violation';
    if (!hasTimes || (calm && faultBands(analysis).length === 0)) return [];
    return [{ ...refOf(phase), calm, moments: momentsOf(phase, named) }];
  });
}

function momentsOf(phase: SidedPhase, named: NamedFindings): FailureMoment[] {
  const { analysis } = phase.record;
  const { fromUs, toUs } = traceTimes(analysis.history);
  const length = toUs - fromUs;
  const at = (us: number, kind: Moment['kind'], what: string, finding?: number): Moment => ({
    us,
    when: momentText(us, length),
    what,
    kind,
    finding,
  });
  const bands = faultBands(analysis);
  const faults = bands.slice(0, MOST_FAULTS).map(({ from, to, label }) => {
    const strikes = strikesOf(label, phase.record);
    const windows = bands.filter((band) => band.label === label).length;
    const what = `${label}, until ${momentText(to, length)}${strikesText(strikes, windows)}`;
    return at(from, strikes?.injected === 0 ? 'idle fault' : 'fault', what);
  });
  const errors = FINDING_CODES.filter((code) => code !== 'unconditional-pattern')
    .flatMap((code) => ends(analysis, code))
    .map(({ id, us, what }) => at(us - fromUs, analysis.findings[id]!.level, what, named.idOf(phase, id)));
  const moments = [
    ...faults,
    ...errors,
    at(length, 'run', `the last of ${counted(analysis.history.size, 'attempt')} is answered`),
  ];
  return moments
    .sort((a, b) => a.us - b.us)
    .map(({ when, what, kind, finding }) => ({ when, what, kind, finding }));
}

/**
 * What was counted of the fault that a band is labelled with, its attempts in the rows that name it; undefined where the
 * phase has no such figures.
 */
function strikesOf(label: string, { metrics, analysis }: PhaseRecord): InjectedFault | undefined {
  const counted = metrics?.faults?.find(({ fault }) => faultLabel(fault) === label);
  return counted && { ...counted, ...rowFigures(analysis.history).byFault.get(counted.fault) };
}

/** A fault that never struck has shown nothing, and must not look as if it had. */
function strikesText(strikes: InjectedFault | undefined, windows: number): string {
  if (strikes === undefined) return '';
  const { injected, attempts, timeouts } = strikes;
  if (injected === undefined)
    return `: its strikes were not counted; ${counted(timeouts, 'timeout')} of ${counted(attempts, 'attempt')} under it`;
  if (injected === 0) return ': it NEVER STRUCK and shows nothing';
  return `: struck ${counted(injected, 'time')}${windows > 1 ? ' in all its windows' : ''}`;
}

/** To a tenth of what the run is told in: a run of a minute is not read to the microsecond. */
function momentText(us: number, lengthUs: number): string {
  if (lengthUs < 1e7) return `${(us / 1000).toFixed(1)} ms`;
  const tenths = Math.round(us / 1e5);
  return `${clock((tenths - (tenths % 10)) * 1e5)}.${tenths % 10}`;
}

/** The first and the last finding of a code that have a time. */
function ends(analysis: Analysis, code: FindingCode): { id: number; us: number; what: string }[] {
  const placed = analysis.findings.flatMap((finding, id) => {
    const us = finding.code === code ? offendingMoment(analysis.history, finding) : NaN;
    return Number.isNaN(us) ? [] : [{ id, us, finding }];
  });
  if (placed.length === 0) return [];
  const total = analysis.counts[code];
  const first = placed.reduce((a, b) => (b.us < a.us ? b : a));
  const last = placed.reduce((a, b) => (b.us > a.us ? b : a));
  const claim = ({ finding }: typeof first) => claimOf(analysis, finding).claim;
  if (total === 1) return [{ ...first, what: `${code}: ${claim(first)}` }];
  return [
    { ...first, what: `first of ${counted(total, code)}: ${claim(first)}` },
    ...(placed.length === total ? [{ ...last, what: `last ${code}: ${claim(last)}` }] : []),
  ];
}
