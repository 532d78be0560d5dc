import { figureText } from '../words/figures.ts';
import { printable } from '../words/printable.ts';
import { count, counted } from '../words/numbers.ts';
import type { MechanismName } from '../findings/definition.ts';
import type { Criteria } from './criteria.ts';
import type {
  CriterionName,
  CriterionResult,
  DecisionName,
  Reason,
  ReasonCode,
  ReleaseItem,
} from './decision.ts';
import type { Evidence } from './evidence.ts';
import { fieldText } from './load-reasons.ts';
import { isExcused } from './missed-limits.ts';
import { canaryRef, isTrusted, NO_CANARY_REF, traceRef } from './refs.ts';

/** All that the release package is read from: the evidence, and what the decision made of it. */
export interface Package {
  readonly evidence: Evidence;
  readonly criteria: Criteria;
  readonly reasons: readonly Reason[];
  readonly results: readonly CriterionResult[];
  readonly decision: DecisionName;
}

/** The release package, part by part, each with its status and its evidence. */
export function releaseItems(of: Package): ReleaseItem[] {
  return [
    raceReproduction(of),
    rootCause(of),
    mitigation(of),
    invariantUnderLoad(of),
    targets(of, 'latency target', ['p99 latency', 'HTTP 5xx rate', 'maximum queue delay']),
    targets(of, 'retry amplification', ['attempts per request', 'conflict rate']),
    observability(of),
    rollout(of),
  ];
}

function raceReproduction({ evidence, reasons }: Package): ReleaseItem {
  const item = 'race reproduction';
  const reproduced = reasons.find(({ code }) => code === 'reproduced');
  if (reproduced !== undefined) return { item, status: 'closed', ...textOf(reproduced) };
  const why = reasons.find(({ code }) => code === 'not-reproduced')!;
  const wasRun = evidence.before?.phases.reproduce?.verdict === 'ok';
  return { item, status: wasRun ? 'fail' : 'missing', ...textOf(why) };
}

const CAUSE: Readonly<Record<MechanismName, string>> = {
  race: 'what was read may have been replaced by the time of the write, and no condition on its version refuses that',
  'stale cache or replica':
    'what was read had been replaced before the attempt began: it came from an old copy',
  'retry duplication':
    'a repeated request takes a second unit instead of getting its first confirmation back',
  'queueing overload': 'attempts wait longer and longer for a worker',
  'storage transaction problem': 'the store itself numbers or keeps versions wrongly',
};

/** The mechanism that the checker supports, and the lines of code that its findings blame. */
function rootCause({ evidence: { candidate, before = candidate } }: Package): ReleaseItem {
  const item = 'root cause';
  const reproduced = before.phases.reproduce;
  const mechanism = reproduced?.mechanism[0];
  if (reproduced === undefined || mechanism === undefined)
    return {
      item,
      status: 'missing',
      text: 'Nothing shows what goes wrong without the mitigation.',
      evidence: traceRef(before, 'reproduce', 'no mechanism'),
    };
  const [site] = reproduced.sites;
  const where = site === undefined ? 'No line of code is known' : `The write at ${printable(site)}`;
  return {
    item,
    status: site === undefined ? 'conditional pass' : 'closed',
    text: `${where}: ${CAUSE[mechanism.name]}.`,
    evidence: traceRef(before, 'reproduce', `${mechanism.name}: ${printable(mechanism.evidence)}`),
  };
}

/** The candidate under the schedule of the race, and with faults injected. */
function mitigation({ evidence: { candidate }, reasons }: Package): ReleaseItem {
  const item = 'mitigation';
  const failed = reasons.find(
    ({ level, evidence: { phase } }) => level === 'blocks' && (phase === 'reproduce' || phase === 'fault'),
  );
  if (failed !== undefined) return { item, status: 'fail', ...textOf(failed) };
  const { reproduce, fault } = candidate.phases;
  const name = `'${printable(candidate.variant)}'`;
  if (!isTrusted(candidate, reproduce) || reproduce.verdict !== 'ok')
    return {
      item,
      status: 'missing',
      text: `${name} was not shown to hold under the schedule of the race.`,
      evidence: traceRef(candidate, 'reproduce', 'no verdict ok'),
    };
  const injected = !reasons.some(({ code }) => code === 'faults-not-injected');
  const underFaults = isTrusted(candidate, fault) && fault.verdict === 'ok' && injected;
  return {
    item,
    status: underFaults ? 'pass' : 'conditional pass',
    text: `${name} holds under the schedule of the race${underFaults ? ' and with faults injected' : '; with faults injected it was not shown to'}.`,
    evidence: traceRef(candidate, underFaults ? 'fault' : 'reproduce', 'verdict ok'),
  };
}

/** What keeps a load from proving anything. */
const WEAKENS: readonly ReasonCode[] = [
  'file-unusable',
  'phase-missing',
  'phase-invalid',
  'phase-incomplete',
  'metrics-do-not-fit',
  'verdict-unknown',
  'other-variant',
  'no-figures',
  'fields-missing',
  'too-few-requests',
  'too-many-unknowns',
  'too-little-contention',
  'rate-not-achieved',
  'load-too-small',
  'different-workload',
  'different-conditions',
  'race-not-met',
];

function invariantUnderLoad(of: Package): ReleaseItem {
  const item = 'invariant under load';
  const { candidate } = of.evidence;
  const wrong = ofLoads(of.reasons, ['violation', 'mismatch']);
  if (wrong !== undefined) return { item, status: 'fail', ...textOf(wrong) };
  const weak = ofLoads(of.reasons, WEAKENS);
  if (weak !== undefined) return { item, status: 'missing', ...textOf(weak) };
  const { load, retest } = candidate.phases;
  const attempts = (load?.contention.attempts ?? 0) + (retest?.contention.attempts ?? 0);
  const writers = (load?.contention.writers ?? 0) + (retest?.contention.writers ?? 0);
  const overlapped = (load?.contention.overlapped ?? 0) + (retest?.contention.overlapped ?? 0);
  return {
    item,
    ...passOrConditional(of),
    text: `No unit was lost and none was confirmed twice over ${counted(attempts, 'attempt')}; ${count(writers)} of them could write, and ${count(overlapped)} of those overlapped another.`,
    evidence: traceRef(candidate, 'retest', 'verdict ok, mismatch 0'),
  };
}

function targets(
  of: Package,
  item: 'latency target' | 'retry amplification',
  names: readonly CriterionName[],
): ReleaseItem {
  const results = of.results.filter(({ criterion }) => names.includes(criterion));
  const missed = results.filter(({ status }) => status === 'fail');
  const failed = missed.find((result) => !isExcused(of.evidence, result));
  if (failed !== undefined)
    return {
      item,
      status: 'fail',
      text: `The ${failed.criterion} in ${failed.phase} misses its limit.`,
      evidence: failed.evidence,
    };
  const [excused] = missed;
  if (excused !== undefined)
    return {
      item,
      status: 'missing',
      text: `The ${excused.criterion} in ${excused.phase} misses its limit on a busy machine, which says nothing about the service.`,
      evidence: excused.evidence,
    };
  const weak =
    results.find(({ status }) => status === 'missing') ??
    ofLoads(of.reasons, [
      'rate-not-achieved',
      'load-too-small',
      'no-figures',
      'fields-missing',
      'too-few-requests',
    ]);
  if (weak !== undefined)
    return {
      item,
      status: 'missing',
      text: 'No load can show this: the loads are missing, too small or invalid.',
      evidence: weak.evidence,
    };
  const ofRetest = results.filter(({ phase }) => phase === 'retest');
  const figures = ofRetest.map(
    ({ criterion, measured, unit }) =>
      `${criterion} ${figureText(measured, unit)}${predictedText(of, criterion)}`,
  );
  return {
    item,
    ...passOrConditional(of),
    text: `In retest: ${figures.join(', ')}.`,
    evidence: ofRetest.find(({ criterion }) => criterion === names[0])!.evidence,
  };
}

function predictedText({ evidence }: Package, criterion: CriterionName): string {
  const predicted = evidence.candidate.phases.retest?.figures.predictedAttemptsPerRequest;
  if (criterion !== 'attempts per request' || predicted === undefined) return '';
  return ` (predicted ${figureText(predicted, 'attempts')})`;
}

function observability({ evidence: { candidate } }: Package): ReleaseItem {
  const item = 'observability';
  const fields = candidate.phases.retest?.fields;
  if (fields === undefined)
    return {
      item,
      status: 'missing',
      text: 'There is no retest, so its telemetry cannot be checked.',
      evidence: traceRef(candidate, 'retest', 'no trace'),
    };
  const lacking = fields.filter(({ rows, carried }) => carried < rows || rows === 0);
  return {
    item,
    status: lacking.length === 0 ? 'pass' : 'fail',
    text:
      lacking.length === 0
        ? 'Every attempt is recorded with its request, versions, worker, latency, queue delay and retries.'
        : `Not every row carries what it should: ${lacking.map(fieldText).join(', ')}.`,
    evidence: traceRef(
      candidate,
      'retest',
      `${fields.length - lacking.length} of ${fields.length} fields in every row that should have them`,
    ),
  };
}

const ROLLOUT: Readonly<Record<DecisionName, Omit<ReleaseItem, 'item' | 'evidence'>>> = {
  release: { status: 'pass', text: 'The canary held; the rollout may expand under the same triggers.' },
  canary: {
    status: 'conditional pass',
    text: 'A canary may start, with its rollback tied to the invariant; it expands only on what the canary shows.',
  },
  undecided: { status: 'missing', text: 'Nothing may be rolled out before the evidence is whole.' },
  blocked: { status: 'fail', text: 'Nothing may be rolled out.' },
};

function rollout({ evidence: { canary }, reasons, decision }: Package): ReleaseItem {
  const earned = decision === 'canary' || decision === 'release';
  const record = canary === undefined ? NO_CANARY_REF : canaryRef('source', printable(canary.source));
  return { item: 'rollout', ...ROLLOUT[decision], evidence: earned ? record : reasons[0]!.evidence };
}

/** A scaled load supports a canary, not yet the peak. */
function passOrConditional({ reasons }: Package): Pick<ReleaseItem, 'status'> {
  const scaled = reasons.some(({ code }) => code === 'shorter-than-peak');
  return { status: scaled ? 'conditional pass' : 'pass' };
}

function ofLoads(reasons: readonly Reason[], codes: readonly ReasonCode[]): Reason | undefined {
  return reasons.find(
    ({ code, evidence: { phase } }) => codes.includes(code) && (phase === 'load' || phase === 'retest'),
  );
}

function textOf({ text, evidence }: Reason): Pick<ReleaseItem, 'text' | 'evidence'> {
  return { text, evidence };
}
