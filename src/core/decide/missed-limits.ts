import { machineText, wasBusy } from '../diagnosis/machine-use.ts';
import { figureAndLimit } from '../words/figures.ts';
import { printable } from '../words/printable.ts';
import type { CriterionName, CriterionResult, Reason } from './decision.ts';
import type { Evidence } from './evidence.ts';
import { LOADED_PHASES, manifestRef } from './refs.ts';

/** What others on the machine make longer, whatever the service does; refusals, conflicts and retries have more causes. */
const OF_LATENCY: readonly CriterionName[] = ['p99 latency', 'maximum queue delay'];

/**
 * Why each limit that was missed blocks; a limit of latency that was missed while others had the machine withholds, since a
 * service that keeps it would have missed it too. What was not measured is a reason of the phase, and the invariant has
 * reasons of its own.
 */
export function missedLimits(all: Evidence, results: readonly CriterionResult[]): Reason[] {
  const missed = results.filter(
    ({ status, criterion }) => status === 'fail' && criterion !== 'invariant mismatch',
  );
  const excused = missed.filter((result) => isExcused(all, result));
  return [...missed.filter((result) => !excused.includes(result)).map(blocking), ...withheld(all, excused)];
}

/** Whether a missed limit says nothing of the service, because the machine was busy. */
export function isExcused({ candidate }: Evidence, { criterion, phase, status }: CriterionResult): boolean {
  if (phase === 'canary' || status !== 'fail' || !OF_LATENCY.includes(criterion)) return false;
  return wasBusy(candidate.phases[phase]?.machine);
}

function blocking(result: CriterionResult): Reason {
  const { criterion, phase, bound, evidence } = result;
  const [figure, most] = figuresOf(result);
  return {
    code: phase === 'canary' ? 'canary-failed' : 'criterion-failed',
    level: 'blocks',
    text: `The ${criterion} ${phase === 'canary' ? 'of the canary' : `in ${phase}`} is ${figure}; it must be ${bound} ${most}.`,
    evidence,
  };
}

/** One reason for each phase, however many of its limits were missed. */
function withheld({ candidate }: Evidence, excused: readonly CriterionResult[]): Reason[] {
  return LOADED_PHASES.flatMap((phase) => {
    const missed = excused.filter((result) => result.phase === phase);
    if (missed.length === 0) return [];
    const figures = missed.map((result) => {
      const [figure, most] = figuresOf(result);
      return `the ${result.criterion} is ${figure} (it must be ${result.bound} ${most})`;
    });
    const machine = machineText(candidate.phases[phase]?.machine);
    return [
      {
        code: 'busy-machine',
        level: 'withholds',
        text:
          `In ${phase} ${figures.join(' and ')}, and the machine was busy: ${machine}. That is no evidence against ` +
          `'${printable(candidate.variant)}'; run it again on a machine that does nothing else.`,
        evidence: manifestRef(candidate, phase, 'machine', machine),
      },
    ];
  });
}

function figuresOf({ measured, limit, unit }: CriterionResult) {
  return figureAndLimit(measured, limit, unit);
}
