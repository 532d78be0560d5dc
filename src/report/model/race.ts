import {
  type Analysis,
  codePath,
  type CodePathStep,
  findingSteps,
  focusOf,
  indexKey,
  laneSlice,
  type LaneSlice,
  type PhaseName,
  type SchedulePlays,
  traceTimes,
} from '../../core/index.ts';
import { count, counted } from '../../core/words/numbers.ts';
import { clipped, printable } from '../../core/words/printable.ts';
import type { Race } from '../race-model.ts';
import type { NamedFindings } from './findings.ts';
import { refOf, type SidedPhase } from './input.ts';
import { NONE } from '../../core/words/codes.ts';

/** Where a race is explained best: where nothing but the race is in the trace first. */
const CLEAREST: readonly PhaseName[] = ['reproduce', 'load', 'fault', 'retest', 'baseline'];
/** Width that the lanes are computed for; the picture itself scales. */
const PICTURE_PX = 900;

/**
 * The race: of the run that is decided on, if it has one, else of the run that it is held against. Undefined where neither
 * has a stale-version write or a duplicate confirmation.
 */
export function raceOf(
  phases: readonly SidedPhase[],
  named: NamedFindings,
  sourceOf: (site: string) => string | undefined,
): Race | undefined {
  for (const side of ['candidate', 'before'] as const)
    for (const phase of CLEAREST) {
      const found = phases.find((each) => each.side === side && each.phase === phase);
      const finding = found === undefined ? -1 : witnessIn(found.record.analysis);
      if (found !== undefined && finding >= 0) return explained(found, finding, named, sourceOf);
    }
  return undefined;
}

function witnessIn({ findings }: Analysis): number {
  return findings.findIndex(
    ({ code }) => code === 'stale-version-write' || code === 'duplicate-confirmation',
  );
}

function explained(
  phase: SidedPhase,
  findingId: number,
  named: NamedFindings,
  sourceOf: (site: string) => string | undefined,
): Race | undefined {
  const { analysis } = phase.record;
  const path = codePath(analysis, findingId);
  if (path === undefined) return undefined;
  const { claim, proof, columns, books, booksTitle } = path;
  const sites = findingSteps(analysis, findingId);
  const steps = path.steps.map((step): CodePathStep => {
    const site = sites[step.id]?.site;
    const source = site === undefined ? undefined : sourceOf(site);
    return { ...step, source: source === undefined ? '' : clipped(source.trim(), 160) };
  });
  const picture = pictureOf(analysis, findingId);
  const { schedule } = analysis.facts ?? {};
  return {
    ...refOf(phase),
    finding: named.idOf(phase, findingId),
    claim,
    proof,
    columns,
    steps,
    books,
    booksTitle,
    rootCause: rootCauseOf(steps, analysis),
    schedule: schedule === undefined ? undefined : clipped(schedule, 300),
    repeated: repeatedText(phase.record.plays),
    picture: picture?.slice,
    focus: picture?.focus ?? [0, 1],
  };
}

/** The lanes around the witness, on the axis of time where the trace has times. */
function pictureOf(
  analysis: Analysis,
  findingId: number,
): { slice: LaneSlice; focus: readonly [number, number] } | undefined {
  const axis = traceTimes(analysis.history).hasTimes ? 'time' : 'order';
  const place = focusOf(analysis, findingId, axis);
  if (place === undefined) return undefined;
  const { keyId, focus } = place;
  const laneBy =
    analysis.history.clientId.some((client) => client !== NONE) && fewClients(analysis) ? 'client' : 'worker';
  const [from, to] = focus;
  const slice = laneSlice(indexKey(analysis, keyId, laneBy, axis), {
    keyId,
    laneBy,
    axis,
    from,
    to,
    widthPx: PICTURE_PX,
    findingId,
  });
  return { slice, focus };
}

function fewClients({ history }: Analysis): boolean {
  return new Set(history.clientId).size <= 8;
}

/** Which step did it, where, and what it lacks. */
function rootCauseOf(steps: readonly CodePathStep[], analysis: Analysis): string {
  const step = steps.find(({ offending }) => offending);
  if (step === undefined) return 'The trace does not say which step did it.';
  const at = step.site === '' ? '' : ` at ${step.site}`;
  const variant = analysis.facts?.variant;
  const whose = variant === undefined ? '' : ` of ${printable(variant)}`;
  return `The ${step.step}${at}${whose}: ${step.lacks}.`;
}

function repeatedText(plays: SchedulePlays | undefined): string {
  if (plays === undefined) return '';
  const { runs, reproduced, identical_runs: identical } = plays;
  return `${count(reproduced)} of ${counted(runs, 'play')} of the schedule made it, ${count(identical)} with the same rows`;
}
