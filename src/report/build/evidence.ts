import { findingSite } from '../../core/check/explain.ts';
import type { Evidence, LoadFigures, PhaseEvidence, Validation } from '../../core/decide/evidence.ts';
import type { PhaseRecord, RunMetrics, RunRecord } from '../../core/decide/run-record.ts';
import { compareRuns, type Comparison } from '../../core/measure/compare.ts';
import { contention } from '../../core/measure/contention.ts';
import { printable } from '../../core/text/printable.ts';
import { peakOf, variantOf, variantOfPhase, type ReportInput, type SidedPhase } from './input.ts';

/** Draws of the comparison's resampling: always the same, so that a report made again is the same. */
const COMPARISON_SEED = 1;
/** Places of findings that a decision may name. */
const MOST_SITES = 20;

/** What the decision stands on. */
export function evidenceOf(input: ReportInput, phases: readonly SidedPhase[]): Evidence {
  const { run, before, canary } = input;
  return {
    candidate: validationOf(run),
    before: before === undefined ? undefined : validationOf(before),
    comparison: comparisonOf(phases),
    canary,
  };
}

function validationOf(run: RunRecord): Validation {
  const phases = run.phases.map((phase) => [phase.phase, phaseEvidenceOf(phase)] as const);
  return { variant: variantOf(run), directory: run.name, phases: Object.fromEntries(phases) };
}

function phaseEvidenceOf(record: PhaseRecord): PhaseEvidence {
  const { phase, analysis, metrics, workload } = record;
  const { facts, reading, findings } = analysis;
  const sites = findings
    .filter(({ level }) => level === 'error')
    .flatMap((finding) => findingSite(finding, analysis) ?? []);
  return {
    phase,
    variant: variantOfPhase(record),
    seed: workload?.seed ?? facts?.seed,
    schedule: facts?.schedule,
    workloadHash: workload?.hash ?? metrics?.workload_hash,
    complete: facts?.complete === true && reading.rejected === 0,
    invalidBecause: metrics?.invalid_because.map(printable) ?? [],
    verdict: analysis.verdict,
    unknownBecause: analysis.unknownBecause.map(printable),
    counts: analysis.counts,
    ledger: analysis.ledger,
    mechanism: analysis.mechanism,
    columns: analysis.history.columns,
    sites: [...new Set(sites)].slice(0, MOST_SITES),
    contention: contention(analysis.history),
    figures: metrics === undefined ? undefined : figuresOf(metrics, workload?.durationS),
  };
}

function figuresOf(metrics: RunMetrics, offeredSeconds: number | undefined): LoadFigures {
  const { requests, latency_ms, queue_delay_ms, http_5xx, retries, capacity, books } = metrics;
  return {
    offered: requests.offered,
    sent: requests.sent,
    concluded: requests.concluded,
    offeredSeconds,
    seconds: requests.seconds,
    achievedPerS: requests.achieved_per_s,
    latencyMs: { p50: latency_ms.p50, p99: latency_ms.p99, max: latency_ms.max },
    queueDelayMs: { p99: queue_delay_ms.p99, max: queue_delay_ms.max },
    http5xxRate: http_5xx.rate,
    conflictRate: retries.conflict_rate,
    attemptsPerRequest: retries.attempts_per_request,
    predictedAttemptsPerRequest: retries.predicted_attempts_per_request,
    workers: capacity.workers,
    utilisation: capacity.utilisation,
    mismatch: books.mismatch,
  };
}

/** The candidate under its peak against the service before the mitigation under the same; undefined without both. */
function comparisonOf(phases: readonly SidedPhase[]): Comparison | undefined {
  const [before, after] = [peakOf(phases, 'before'), peakOf(phases, 'candidate')];
  if (before === undefined || after === undefined) return undefined;
  return compareRuns(before.record.analysis.history, after.record.analysis.history, {
    seed: COMPARISON_SEED,
  });
}
