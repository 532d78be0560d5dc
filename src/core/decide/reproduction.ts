import { printable } from '../words/printable.ts';
import type { Reason } from './decision.ts';
import type { Evidence, PhaseEvidence, Validation } from './evidence.ts';
import { isTrusted, manifestRef, traceRef } from './refs.ts';

/**
 * Whether the race that is to be cured was made to happen: the service before the mitigation fails under an exact
 * schedule, and the candidate holds under the same one. Where the candidate is held against nothing, its own failure is
 * the race: shown, and not cured.
 */
export function reproductionReason({ candidate, before }: Evidence): Reason {
  const reproduced = before?.phases.reproduce;
  const cured = candidate.phases.reproduce;
  if (before === undefined && cured !== undefined && proves(candidate, cured))
    return shownOnly(candidate, cured);
  if (before === undefined || reproduced === undefined) return notReproduced(candidate, NO_BEFORE);
  if (before.variant === candidate.variant)
    return notReproduced(before, `'${printable(before.variant)}' was compared with itself`);
  const lacking = lackOf(before, reproduced, candidate, cured);
  if (lacking !== undefined) return notReproduced(before, lacking);
  const schedule = printable(reproduced.schedule ?? '');
  return {
    code: 'reproduced',
    level: 'supports',
    text: `Under the schedule '${schedule}' '${printable(before.variant)}' fails and '${printable(candidate.variant)}' holds.`,
    evidence: traceRef(before, 'reproduce', raceOf(reproduced)),
  };
}

const NO_BEFORE = 'there is no run of the service before the mitigation to show it';

function lackOf(
  before: Validation,
  reproduced: PhaseEvidence,
  candidate: Validation,
  cured: PhaseEvidence | undefined,
): string | undefined {
  const was = `the reproducer of '${printable(before.variant)}'`;
  if (!isTrusted(before, reproduced))
    return `${was} is not whole, is invalid, ran another variant, or has metrics of another run`;
  if (reproduced.verdict !== 'violation') return `${was} met no violation`;
  if (raceOf(reproduced) === '') return `${was} failed without a stale write or a duplicate confirmation`;
  if (reproduced.schedule === undefined) return `${was} does not say its schedule`;
  if (!isTrusted(candidate, cured) || cured.verdict !== 'ok')
    return 'the candidate was not shown to hold under it';
  if (cured.schedule !== reproduced.schedule) return 'the two were reproduced under different schedules';
  return undefined;
}

/** `1 stale-version-write`: what the reproducer met; '' if it met none of the two. */
export function raceOf({ counts }: PhaseEvidence): string {
  return (['stale-version-write', 'duplicate-confirmation'] as const)
    .filter((code) => counts[code] > 0)
    .map((code) => `${counts[code]} ${code}`)
    .join(', ');
}

function proves(of: Validation, reproduced: PhaseEvidence): boolean {
  return isTrusted(of, reproduced) && reproduced.verdict === 'violation' && raceOf(reproduced) !== '';
}

function shownOnly(candidate: Validation, reproduced: PhaseEvidence): Reason {
  const schedule = printable(reproduced.schedule ?? 'not stated');
  return {
    code: 'reproduced',
    level: 'withholds',
    text: `Under the schedule '${schedule}' '${printable(candidate.variant)}' fails, and no mitigation was compared with it.`,
    evidence: traceRef(candidate, 'reproduce', raceOf(reproduced)),
  };
}

function notReproduced(of: Validation, why: string): Reason {
  return {
    code: 'not-reproduced',
    level: 'withholds',
    text: `The race was not shown: ${why}.`,
    evidence: manifestRef(of, 'reproduce', 'schedule', why),
  };
}
