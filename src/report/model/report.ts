import { beforeAfter, decide, type Decision, triggersOf } from '../../core/index.ts';
import type { FileLine, Report } from './model.ts';
import type { PhaseRef, Side } from '../phase-ref.ts';
import { commandsOf } from './commands.ts';
import { coverageOf } from './coverage.ts';
import { criterionLines } from './criteria.ts';
import { environmentsOf } from './environments.ts';
import { comparisonOf, evidenceOf } from './evidence.ts';
import { failureTimelines } from './failures.ts';
import { failedPhasesOf } from './failed-phases.ts';
import { NamedFindings, possibleOf } from './findings.ts';
import { peakOf, phasesOf, refOf, variantName, type ReportInput, type SidedPhase } from './input.ts';
import { booksOfPhases } from './invariant.ts';
import { latencyCurves, phasesOverTime } from './latency.ts';
import { mechanismCases } from './mechanisms.ts';
import { mitigationOf } from './mitigation.ts';
import { keyPopularity } from './popularity.ts';
import { raceOf } from './race.ts';
import { notTestedBy, residualRisks, rolloutOf } from './remaining.ts';
import { screensOf } from './screens.ts';
import { summaryOf } from './summary.ts';
import { workloadsOf } from './workload.ts';

/** Makes the report of a validation. The same input always makes the same report. */
export function buildReport(input: ReportInput): Report {
  const { run, before, criteria } = input;
  const phases = phasesOf(input);
  const evidence = evidenceOf(input);
  const decision = decide(evidence, criteria);
  const named = new NamedFindings();
  const race = raceOf(phases, named, input.sourceOf);
  for (const phase of phases) named.nameFirst(phase);
  const failures = failureTimelines(phases, named);
  const loaded = phases.filter(({ phase }) => phase !== 'reproduce' && phase !== 'baseline');
  return {
    format: 'race-trace-report/1',
    name: run.name,
    variant: variantName(run),
    before: before && { name: before.name, variant: variantName(before) },
    decision,
    summary: summaryOf(decision, evidence, phases),
    criteria: criterionLines(criteria),
    canary: input.canary,
    peaks: { before: peakRef(phases, 'before'), after: peakRef(phases, 'candidate') },
    table: beforeAfter(evidence, criteria),
    comparison: comparisonOf(phases, evidence),
    invariant: booksOfPhases(phases, evidence),
    failedPhases: failedPhasesOf(input),
    race,
    mitigation: mitigationOf(input, phases),
    mechanisms: mechanismCases(toBeExplained(phases, decision), criteria.maxQueueDelayMs),
    failures,
    latency: latencyCurves(loaded),
    overTime: phasesOverTime(loaded),
    popularity: keyPopularity(loaded.filter((phase) => phase === peakOf(phases, phase.side))),
    screens: screensOf(loaded.filter(({ side, phase }) => side === 'candidate' && phase !== 'fault')),
    workloads: workloadsOf(phases),
    environments: environmentsOf(phases),
    coverage: coverageOf(loaded, evidence),
    notTested: notTestedBy(input, phases),
    risks: residualRisks(),
    rollout: rolloutOf(decision, criteria),
    triggers: triggersOf(evidence, criteria),
    commands: commandsOf(input, phases),
    files: filesOf(input),
    findings: named.lines,
    possible: possibleOf(phases),
    limits: { p99LatencyMs: criteria.p99LatencyMs, queueDelayMs: criteria.maxQueueDelayMs },
  };
}

/**
 * The phases whose failure is to be explained: those of the service before it, if they fail, since that is what was cured;
 * and the run's own, if anything in it fails or there is nothing before it.
 */
function toBeExplained(phases: readonly SidedPhase[], decision: Decision): readonly SidedPhase[] {
  const violates = ({ record }: SidedPhase) => record.analysis.verdict === 'violation';
  const of = (side: Side) => phases.filter((phase) => phase.side === side);
  const [own, before] = [of('candidate'), of('before')];
  const fails = own.some(violates) || decision.criteria.some(({ status }) => status === 'fail');
  const explained = [...(fails ? own : []), ...(before.some(violates) ? before : [])];
  return explained.length > 0 ? explained : own;
}

function peakRef(phases: readonly SidedPhase[], side: Side): PhaseRef | undefined {
  const peak = peakOf(phases, side);
  return peak && refOf(peak);
}

/** Every file that the report was made from. One that was named by itself may lie anywhere, and no place is told. */
function filesOf({ run, before, decisionFiles = [] }: ReportInput): readonly FileLine[] {
  const runs = before === undefined ? [run] : [run, before];
  return [
    ...runs.flatMap(({ name, files }) => files.map((file) => ({ run: name, ...file }))),
    ...decisionFiles.map(({ name, bytes, sha256, besides }) => ({
      run: besides ? '' : run.name,
      ...{ name, bytes, sha256 },
    })),
  ];
}
