import {
  compareRuns,
  type Comparison,
  contention,
  type Evidence,
  fieldShares,
  findingSite,
  type History,
  invalidRun,
  isTrusted,
  loadFigures,
  misfits,
  type PhaseEvidence,
  type PhaseRecord,
  rowFigures,
  type RunMetrics,
  type RunRecord,
  type Validation,
} from '../../core/index.ts';
import { printable } from '../../core/words/printable.ts';
import { conditionsOf, drawnFrom } from './conditions.ts';
import { peakOf, variantOf, variantOfPhase, type ReportInput, type SidedPhase } from './input.ts';
import { NONE, RESULT } from '../../core/words/codes.ts';

/** Draws of the comparison's resampling: always the same, so that a report made again is the same. */
const COMPARISON_SEED = 1;
/** Places of findings that a decision may name. */
const MOST_SITES = 20;

/** What the decision stands on. */
export function evidenceOf(input: ReportInput): Evidence {
  const { run, canary } = input;
  const hashOf = input.hashOf ?? (() => undefined);
  const candidate = validationOf(run, hashOf);
  const before = input.before === undefined ? undefined : validationOf(input.before, hashOf);
  return { candidate, before, canary };
}

type HashOf = NonNullable<ReportInput['hashOf']>;

function validationOf(run: RunRecord, hashOf: HashOf): Validation {
  const phases = run.phases.map((phase) => [phase.phase, phaseEvidenceOf(phase, hashOf)] as const);
  const files = new Set(run.files.map(({ name }) => name));
  const { unusable, failed } = run;
  return {
    variant: variantOf(run),
    directory: run.name,
    files,
    phases: Object.fromEntries(phases),
    ...(unusable && { unusable }),
    ...(failed && { failed }),
  };
}

function phaseEvidenceOf(record: PhaseRecord, hashOf: HashOf): PhaseEvidence {
  const { phase, traceName, analysis, metrics, workload, setup } = record;
  const { facts, reading, findings } = analysis;
  const rows = rowFigures(analysis.history);
  const variant = variantOfPhase(record);
  const complete = facts?.complete === true && reading.rejected === 0;
  const sites = findings
    .filter(({ level }) => level === 'error')
    .flatMap((finding) => findingSite(finding, analysis) ?? []);
  return {
    phase,
    traceName,
    variant,
    schedule: facts?.schedule,
    workloadHash: workload?.hash ?? metrics?.workload_hash,
    drawnHash: workload && hashOf(workload, facts?.environment?.toolVersion),
    drawnFrom: drawnFrom(workload),
    conditions: conditionsOf(record),
    machine: setup.machine,
    variantCode: setup.code?.variant,
    complete,
    ...doubtsOf(record),
    verdict: analysis.verdict,
    counts: analysis.counts,
    results: rows.results,
    injected: injectedFaults(analysis.history, metrics?.faults),
    ledger: analysis.ledger,
    mechanism: analysis.mechanism,
    fields: fieldShares(analysis.history),
    sites: [...new Set(sites)].slice(0, MOST_SITES),
    contention: contention(analysis.history),
    figures: loadFigures(rows, metrics, workload?.durationS),
    misfits: misfits(
      {
        ...{ phase, variant, complete, rows },
        workloadHash: workload?.hash,
        ledger: analysis.ledger,
      },
      metrics,
    ),
  };
}

/** Why a phase cannot be trusted, and why its verdict is unknown; what the run says of itself is said once. */
function doubtsOf({
  analysis,
  metrics,
}: PhaseRecord): Pick<PhaseEvidence, 'invalidBecause' | 'unknownBecause'> {
  const ofManifest = [...(analysis.facts?.invalidBecause ?? []), ...(analysis.reading.invalidBecause ?? [])];
  const ofMetrics = metrics === undefined ? [] : invalidBecause(metrics);
  const said = new Set(ofManifest.map(invalidRun));
  return {
    invalidBecause: (ofMetrics.length > 0 ? ofMetrics : ofManifest).map(printable),
    unknownBecause: analysis.unknownBecause.filter((reason) => !said.has(reason)).map(printable),
  };
}

/**
 * How often each fault struck: as counted, if the trace has attempts under it; where it was not counted, the attempts under it
 * that timed out, which are the least that it did.
 */
function injectedFaults(
  { fault, result, strings }: History,
  counted: RunMetrics['faults'] = [],
): ReadonlyMap<string, number> {
  const timeouts = new Map<number, number>();
  for (const [row, name] of fault.entries())
    if (name !== NONE) timeouts.set(name, (timeouts.get(name) ?? 0) + Number(result[row] === RESULT.timeout));
  return new Map(
    [...timeouts].map(([name, seen]) => {
      const fault = strings.at(name) ?? '';
      return [fault, counted.find((each) => each.fault === fault)?.injected ?? seen];
    }),
  );
}

/** A run that calls itself invalid is, even if it does not say why. */
function invalidBecause({ valid, invalid_because }: RunMetrics): readonly string[] {
  if (invalid_because.length > 0) return invalid_because;
  return valid ? [] : ['The run does not say why.'];
}

/** The candidate under its peak against the service before the mitigation under the same; undefined without both, whole and valid. */
export function comparisonOf(
  phases: readonly SidedPhase[],
  { candidate, before }: Evidence,
): Comparison | undefined {
  const [was, is] = [peakOf(phases, 'before'), peakOf(phases, 'candidate')];
  if (before === undefined || was === undefined || is === undefined) return undefined;
  // Figures of a run that cannot be trusted differ from others for reasons of their own.
  if (!isTrusted(before, before.phases[was.phase])) return undefined;
  if (!isTrusted(candidate, candidate.phases[is.phase])) return undefined;
  const histories = [was.record.analysis.history, is.record.analysis.history] as const;
  return compareRuns(...histories, { seed: COMPARISON_SEED });
}
