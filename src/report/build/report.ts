import { beforeAfter } from '../../core/decide/before-after.ts';
import { decide } from '../../core/decide/decide.ts';
import type { Evidence } from '../../core/decide/evidence.ts';
import { triggersOf } from '../../core/decide/triggers-of.ts';
import type { Report } from '../model.ts';
import { commandsOf } from './commands.ts';
import { coverageOf } from './coverage.ts';
import { evidenceOf } from './evidence.ts';
import { failureTimelines } from './failures.ts';
import { NamedFindings } from './findings.ts';
import { peakOf, phasesOf, variantName, type ReportInput, type SidedPhase } from './input.ts';
import { booksOfPhases } from './invariant.ts';
import { latencyCurves, phasesOverTime } from './latency.ts';
import { mechanismCases } from './mechanisms.ts';
import { keyPopularity } from './popularity.ts';
import { raceOf } from './race.ts';
import { notTestedBy, residualRisks, rolloutOf } from './remaining.ts';
import { screensOf } from './screens.ts';
import { workloadsOf } from './workload.ts';

/** Makes the report of a validation. The same input always makes the same report. */
export function buildReport(input: ReportInput): Report {
  const { run, before, criteria } = input;
  const phases = phasesOf(input);
  const evidence = evidenceOf(input, phases);
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
    table: beforeAfter(asRetested(evidence), criteria),
    comparison: evidence.comparison,
    invariant: booksOfPhases(phases),
    race,
    mechanisms: mechanismCases(failingSide(phases), criteria.maxQueueDelayMs),
    failures,
    latency: latencyCurves(loaded),
    overTime: phasesOverTime(loaded),
    popularity: keyPopularity(peaks(phases)),
    screens: screensOf(loaded),
    workloads: workloadsOf(phases),
    coverage: coverageOf(phases, evidence),
    notTested: notTestedBy(input, phases),
    risks: residualRisks(decision),
    rollout: rolloutOf(decision, criteria),
    triggers: triggersOf(evidence, criteria),
    commands: commandsOf(input, phases),
    files: [run, ...(before === undefined ? [] : [before])].flatMap(({ name, files }) =>
      files.map((file) => ({ run: name, ...file })),
    ),
    findings: named.lines,
    limits: { p99LatencyMs: criteria.p99LatencyMs, queueDelayMs: criteria.maxQueueDelayMs },
  };
}

/** A service that was not retested has its load for what is measured of it. */
function asRetested(evidence: Evidence): Evidence {
  const { load, retest } = evidence.candidate.phases;
  if (retest !== undefined || load === undefined) return evidence;
  const phases = { ...evidence.candidate.phases, retest: load };
  return { ...evidence, candidate: { ...evidence.candidate, phases } };
}

/** The phases whose failure is to be explained: the run's own if it fails, else those of the service before it. */
function failingSide(phases: readonly SidedPhase[]): readonly SidedPhase[] {
  const fails = ({ record }: SidedPhase) => record.analysis.verdict === 'violation';
  const own = phases.filter(({ side }) => side === 'candidate');
  const before = phases.filter(({ side }) => side === 'before');
  return own.some(fails) || !before.some(fails) ? own : before;
}

function peaks(phases: readonly SidedPhase[]): readonly SidedPhase[] {
  return [peakOf(phases, 'candidate'), peakOf(phases, 'before')].filter((phase) => phase !== undefined);
}
