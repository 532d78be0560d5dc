import { clipped, printable } from '../words/printable.ts';
import { CONDITION_NAMES, CONDITION_WORDS, type ConditionName } from './conditions.ts';
import type { Criteria } from './criteria.ts';
import type { Reason } from './decision.ts';
import { PHASES } from './evidence.ts';
import type { Evidence, PhaseEvidence, PhaseName, Validation } from './evidence.ts';
import { manifestRef } from './refs.ts';

/** A phase and whose it is. */
interface Run {
  readonly of: Validation;
  readonly phase: PhaseName;
  readonly evidence: PhaseEvidence;
}

/** Two runs of which one does not say what the other says; printable. */
interface Difference {
  readonly text: string;
  readonly run: Run;
  readonly what: string;
}

const NOT_RECORDED = 'not recorded';

/**
 * Whether the runs that are held against each other offered the same workload under the same conditions, and whether all
 * are of the same code. A condition that no run records differs in none; one that only some record does.
 */
export function comparisonReasons({ candidate, before }: Evidence, { allowDifferent }: Criteria): Reason[] {
  const loads = [
    ...(before === undefined ? [] : runsOf(before, ['load'])),
    ...runsOf(candidate, ['load', 'retest']),
  ];
  const sides = [...(before === undefined ? [] : [before]), candidate].map((of) => runsOf(of, PHASES));
  const differing = CONDITION_NAMES.flatMap((name) => {
    const compared = name === 'code' ? sides.flat() : loads;
    const difference = differenceIn(compared, ({ conditions }) => conditions[name]);
    const [noun, member] = CONDITION_WORDS[name];
    return difference === undefined ? [] : [{ name, noun, member, ...difference }];
  });
  // Between before and after the variant is meant to differ; within one validation it is one thing.
  const variants = sides.flatMap((runs) => {
    const difference = differenceIn(runs, ({ variantCode }) => variantCode);
    const noun = `code of '${clipped(runs[0]?.of.variant ?? '', 60)}'`;
    return difference === undefined
      ? []
      : [{ name: 'code', noun, member: 'code.variant', ...difference } as const];
  });
  return [
    ...sides.flat().flatMap(hashReason),
    ...workloadReasons(loads),
    ...[...differing, ...variants].map((each) => conditionReason(each, allowDifferent)),
  ];
}

function runsOf(of: Validation, phases: readonly PhaseName[]): Run[] {
  return phases.flatMap((phase) => {
    const evidence = of.phases[phase];
    return evidence === undefined ? [] : [{ of, phase, evidence }];
  });
}

/** The first run that does not say what the first one says; undefined if all say the same, or nothing. */
function differenceIn(
  runs: readonly Run[],
  valueOf: (evidence: PhaseEvidence) => string | undefined,
): Difference | undefined {
  const [first, ...others] = runs;
  const run = others.find(
    ({ evidence }) => first !== undefined && valueOf(evidence) !== valueOf(first.evidence),
  );
  if (first === undefined || run === undefined) return undefined;
  const said = (of: Run) => shown(valueOf(of.evidence) ?? NOT_RECORDED);
  return { text: `${said(first)} in ${nameOf(first)}, ${said(run)} in ${nameOf(run)}`, run, what: said(run) };
}

/** A value as it may be shown; of a digest as much as tells two apart. */
function shown(value: string): string {
  return /^[0-9a-f]{64}$/.test(value) ? clipped(value, 13) : printable(value);
}

function nameOf({ of, phase }: Pick<Run, 'of' | 'phase'>): string {
  return `${phase} of '${clipped(of.variant, 60)}'`;
}

function conditionReason(
  difference: Difference & { readonly name: ConditionName; readonly noun: string; readonly member: string },
  allowed: readonly ConditionName[],
): Reason {
  const { name, noun, member, text, run, what } = difference;
  const evidence = manifestRef(run.of, run.phase, member, what);
  if (allowed.includes(name))
    return {
      code: 'allowed-difference',
      level: 'supports',
      text: `The criteria allow that runs differ in the ${noun}: ${text}.`,
      evidence,
    };
  return {
    code: 'different-conditions',
    level: 'withholds',
    text: `The runs differ in the ${noun}: ${text}.`,
    evidence,
  };
}

/** A hash that seed and parameters do not make is that of another workload, or of none. */
function hashReason({ of, phase, evidence: { workloadHash, drawnHash } }: Run): Reason[] {
  if (drawnHash === undefined || drawnHash === workloadHash) return [];
  const named = workloadHash === undefined ? 'none' : clipped(workloadHash, 13);
  return [
    {
      code: 'different-workload',
      level: 'withholds',
      text:
        `The workload hash of ${nameOf({ of, phase })} is ${named}, but its seed and its other members make ` +
        `${clipped(drawnHash, 13)}: one of them is not what was offered.`,
      evidence: manifestRef(of, phase, 'workload.hash', `workload ${named}`),
    },
  ];
}

/** The loads must be one workload, or they cannot be held against each other; one hash cannot be that of two workloads. */
function workloadReasons(loads: readonly Run[]): Reason[] {
  const [first] = loads;
  const other = loads.find(
    ({ evidence: { workloadHash: hash } }) => hash === undefined || hash !== first?.evidence.workloadHash,
  );
  const members = [...new Set(loads.flatMap(({ evidence }) => Object.keys(evidence.drawnFrom)))];
  const differing = members.flatMap((member) => {
    const difference = differenceIn(loads, ({ drawnFrom }) => drawnFrom[member]);
    return difference === undefined ? [] : [{ member, ...difference }];
  });
  const details = differing.map(({ member, text }) => `${member} is ${text}`).join('; ');
  const reason = (text: string, of: Run, member: string, what: string): Reason => ({
    code: 'different-workload',
    level: 'withholds',
    text,
    evidence: manifestRef(of.of, of.phase, member, what),
  });
  if (other !== undefined) {
    const { workloadHash: hash } = other.evidence;
    const found = hash === undefined ? 'no workload hash' : `workload ${clipped(hash, 13)}`;
    const text = 'The loads that are held against each other are not known to be the same workload';
    return [reason(details === '' ? `${text}.` : `${text}: ${details}.`, other, 'workload.hash', found)];
  }
  const [contradiction] = differing;
  if (contradiction === undefined) return [];
  const text = `The loads have the same workload hash, and what it was made from differs: ${details}.`;
  return [reason(text, contradiction.run, `workload.${contradiction.member}`, contradiction.what)];
}
