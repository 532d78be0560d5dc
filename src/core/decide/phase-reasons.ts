import { printable } from '../words/printable.ts';
import { counted } from '../words/numbers.ts';
import type { Reason } from './decision.ts';
import type { Evidence, PhaseEvidence, PhaseName, Validation } from './evidence.ts';
import { provedMismatch, type ProvedMismatch } from './proved-mismatch.ts';
import { isTrusted, manifestRef, metricsRef, requiredPhases, traceRef } from './refs.ts';

/** What each phase by itself says for and against the candidate: whether it can be trusted, and whether it was correct. */
export function phaseReasons(all: Evidence): Reason[] {
  const { candidate } = all;
  const own = requiredPhases(all).flatMap((phase) => {
    const evidence = candidate.phases[phase];
    if (evidence === undefined) return [missing(all, phase)];
    if (evidence.variant !== candidate.variant) return [otherVariant(candidate, evidence)];
    return [...distrust(candidate, evidence), ...correctness(candidate, evidence)];
  });
  const { before } = all;
  const held = before === undefined ? [] : Object.values(before.phases);
  return [...own, ...held.flatMap((evidence) => disagreement(before!, evidence))];
}

function missing({ candidate, before }: Evidence, phase: PhaseName): Reason {
  const standIn = phase === 'load' ? before?.phases.load : undefined;
  if (before !== undefined && standIn !== undefined) return untrustedLoad(before, standIn);
  const name = `The phase ${phase} of '${printable(candidate.variant)}'`;
  const failed = candidate.failed?.find((each) => each.phase === phase);
  return {
    code: 'phase-missing',
    level: 'withholds',
    text:
      failed === undefined ? `${name} was not run.` : `${name} left no trace. ${failed.because.join(' ')}`,
    evidence:
      failed === undefined
        ? traceRef(candidate, phase, 'no such file')
        : manifestRef(candidate, phase, 'invalid_because', 'no trace'),
  };
}

/** The candidate repeats the load of the service before, so that what is wrong with that one is what is to be cured. */
function untrustedLoad(before: Validation, load: PhaseEvidence): Reason {
  const name = printable(before.variant);
  const why =
    load.variant !== before.variant
      ? 'it is of another variant'
      : load.invalidBecause.length > 0
        ? load.invalidBecause.map(printable).join(' ')
        : load.misfits.length > 0
          ? 'its metrics and its rows do not agree'
          : 'its trace is not whole';
  return {
    code: 'phase-missing',
    level: 'withholds',
    text: `The load of '${name}', which the retest repeats, cannot be trusted: ${why.replace(/\.$/, '')}.`,
    evidence: traceRef(before, 'load', 'cannot be trusted'),
  };
}

function otherVariant(candidate: Validation, { phase, variant }: PhaseEvidence): Reason {
  const found = variant === undefined ? 'no variant' : `variant '${printable(variant)}'`;
  return {
    code: 'other-variant',
    level: 'withholds',
    text: `The phase ${phase} is no evidence about '${printable(candidate.variant)}': its manifest has ${found}.`,
    evidence: manifestRef(candidate, phase, 'variant', found),
  };
}

/** Why what a phase says need not be true. */
function distrust(candidate: Validation, evidence: PhaseEvidence): Reason[] {
  const { phase, invalidBecause, complete, verdict, unknownBecause, ledger } = evidence;
  const reasons: Reason[] = [];
  if (invalidBecause.length > 0)
    reasons.push({
      code: 'phase-invalid',
      level: 'withholds',
      text: `The run of ${phase} is invalid: ${invalidBecause.map(printable).join(' ')}`,
      evidence: metricsRef(candidate, phase, 'invalid_because', `INVALID RUN (${invalidBecause.length})`),
    });
  if (!complete)
    reasons.push({
      code: 'phase-incomplete',
      level: 'withholds',
      text: `The trace of ${phase} is not whole: its writer did not finish, or rows of it could not be read.`,
      evidence: manifestRef(candidate, phase, 'complete', 'not a whole trace'),
    });
  reasons.push(...disagreement(candidate, evidence));
  // An invalid run makes its verdict unknown, and has been named.
  const onlyInvalid = invalidBecause.length > 0 && unknownBecause.length === 0;
  if (verdict === 'unknown' && !onlyInvalid)
    reasons.push({
      code: 'verdict-unknown',
      level: 'withholds',
      text: `Whether ${phase} was correct is unknown: ${unknownBecause.map(printable).join('; ')}.`,
      evidence: traceRef(candidate, phase, 'verdict unknown'),
    });
  else if (ledger.mismatch === undefined)
    reasons.push({
      code: 'verdict-unknown',
      level: 'withholds',
      text: `The books of ${phase} are not known: its manifest has no inventory from before and after the run.`,
      evidence: manifestRef(candidate, phase, 'initial, remaining', 'no books'),
    });
  return reasons;
}

/** A file of another run differs in everything; a few figures are enough to see it. */
const SHOWN_MISFITS = 4;

/** Where the metrics of a phase are not those of its rows; of the service before too, whose figures are held against the candidate's. */
function disagreement(of: Validation, { phase, variant = of.variant, misfits }: PhaseEvidence): Reason[] {
  const [first] = misfits;
  if (first === undefined) return [];
  const more = misfits.length - SHOWN_MISFITS;
  const shown = misfits.slice(0, SHOWN_MISFITS).map(printable).join('; ');
  return [
    {
      code: 'metrics-do-not-fit',
      level: 'withholds',
      text: `The figures of ${printable(variant)}, ${phase} do not agree: ${shown}${more > 0 ? `; and ${more} more` : ''}.`,
      evidence: metricsRef(of, phase, 'what the rows say too', printable(first)),
    },
  ];
}

/** A violation has witnesses and is proved by them, whatever else is wrong with the run that met it. */
function correctness(candidate: Validation, evidence: PhaseEvidence): Reason[] {
  const { phase, verdict, counts, ledger, contention, sites } = evidence;
  const reasons: Reason[] = [];
  if (verdict === 'violation') {
    const found = Object.entries(counts)
      .filter(([code, count]) => count > 0 && code !== 'idempotent-replay')
      .map(([code, count]) => `${count} ${code}`)
      .join(', ');
    reasons.push({
      code: 'violation',
      level: 'blocks',
      text: `The trace of ${phase} proves a violation: ${found}${sites[0] === undefined ? '' : `, at ${printable(sites[0])}`}.`,
      evidence: traceRef(candidate, phase, `verdict violation: ${found}`),
    });
  }
  const proved = provedMismatch(candidate, evidence);
  if (proved !== undefined) reasons.push(mismatchReason(candidate, phase, proved));
  else if (verdict === 'ok' && ledger.mismatch !== undefined && isTrusted(candidate, evidence))
    reasons.push({
      code: 'invariant-held',
      level: 'supports',
      text: `The invariant held in ${phase}, over ${counted(contention.attempts, 'attempt')}.`,
      evidence: traceRef(candidate, phase, `verdict ok, mismatch ${ledger.mismatch}`),
    });
  return reasons;
}

function mismatchReason(candidate: Validation, phase: PhaseName, { units, books }: ProvedMismatch): Reason {
  const what = `mismatch ${units}`;
  const of = books === 'trace' ? '' : "by the store's own books, ";
  return {
    code: 'mismatch',
    level: 'blocks',
    text: `After ${phase}, ${of}${counted(Math.abs(units), 'unit')} ${units > 0 ? 'more' : 'fewer'} ${Math.abs(units) === 1 ? 'was' : 'were'} confirmed than left the inventory.`,
    evidence:
      books === 'trace'
        ? traceRef(candidate, phase, what)
        : metricsRef(candidate, phase, 'books.mismatch', what),
  };
}
