import { join } from 'node:path';
import type { Analysis } from '../core/analysis.ts';
import { remarksOnOk } from '../core/check/remarks.ts';
import { safeJson } from '../core/text/safe-json.ts';
import { ALL_FAULTS } from '../harness/fault/faults.ts';
import type { LoadPhase } from '../harness/phases/load.ts';
import type { LoadMetrics } from '../ingest/run-files/metrics.ts';
import type { VariantName } from '../harness/service/variants.ts';
import type { LabelledLine } from './blamed-line.ts';
import type { Terminal } from './command.ts';
import { EXIT } from './exit-code.ts';
import { painter } from './paint.ts';
import { EXIT_OF_DECISION, writeReport, type WrittenReport } from './report.ts';
import { runAllText, type PhaseLine } from './run-all-text.ts';
import {
  FAULT_UNITS_PER_REQUEST,
  planOf,
  type CommonOptions,
  type Plan,
  type WorkloadFlags,
} from './run-options.ts';
import { performPhase } from './run-phase.ts';
import { withRunFolder } from './run-folder.ts';
import { performReproduce, raceSchedule } from './run-reproduce.ts';
import { violationLines } from './run-violation-text.ts';

/** How often the schedule of the race is played. */
const REPRODUCTIONS = 20;
const BASELINE_RATE = 100;
const MOST_FAULT_RATE = 300;

export interface AllFlags extends WorkloadFlags, Omit<CommonOptions, 'variant'> {
  readonly mitigation: VariantName;
  /** Whether a load that is invalid does not end the validation. */
  readonly keepGoing?: true;
}

/** The whole validation, of the unsafe service and then of its mitigation, under one workload; resolves to the exit code. */
export async function runAll(flags: AllFlags, terminal: Terminal): Promise<number> {
  if (flags.store?.startsWith('sqlite:'))
    throw new Error(
      'every phase needs a store of its own, and --store names one file; leave it out, or name a server',
    );
  const within = ['unsafe', flags.mitigation];
  return withRunFolder({ out: flags.out, name: 'all', within }, (out) => runAllIn(out, flags, terminal));
}

async function runAllIn(out: string, flags: AllFlags, terminal: Terminal): Promise<number> {
  const before = join(out, 'unsafe');
  const after = join(out, flags.mitigation);
  const lines: PhaseLine[] = [];
  const paint = painter(terminal.colour && flags.color);
  const blamed = new Map<VariantName, readonly LabelledLine[]>();
  const done = (line: PhaseLine, analysis: Analysis) => {
    lines.push(line);
    const { variant } = line;
    // Of each variant the first phase that fails is shown: the others fail by the same line.
    if (analysis.verdict === 'violation' && !blamed.has(variant))
      blamed.set(variant, violationLines({ variant, analysis }, paint, terminal.absoluteSites ?? false));
    if (!flags.quiet)
      terminal.stderr.write(`${variant} ${line.phase}: ${line.valid ? line.verdict : 'INVALID RUN'}\n`);
  };
  const load = planOf(flags);
  const { metrics: first, ended: endedBefore } = await validate(
    { flags, variant: 'unsafe', loaded: 'load', load, directory: before },
    terminal,
    done,
  );
  const retest = {
    ...load,
    ...(first && { expectedHash: first.workload_hash, workers: first.capacity.workers }),
  };
  const whole = {
    flags,
    variant: flags.mitigation,
    loaded: 'retest',
    load: retest,
    directory: after,
  } as const;
  const ended = endedBefore ?? (await validate(whole, terminal, done)).ended;
  if (terminal.interrupted.aborted) return EXIT.interrupted;

  const { interrupted: signal } = terminal;
  const ofBefore = await writeReport(before, { signal });
  const report =
    endedBefore === undefined ? await writeReport(after, { baseline: before, signal }) : ofBefore;
  // Of a mitigation that was not run nothing is known, whatever is proved of the service before it.
  const decision = endedBefore === undefined ? report.decision : 'undecided';
  terminal.stdout.write(
    flags.format === 'json'
      ? `${safeJson({ ...asJson(lines, report, before, after), decision, ...(ended && { ended_early: ended }) })}\n`
      : runAllText({ lines, blamed, written: report, ended, decision, mitigation: flags.mitigation }, paint),
  );
  return EXIT_OF_DECISION[decision];
}

interface Validation {
  readonly flags: AllFlags;
  readonly variant: VariantName;
  /** The phase that offers the load. */
  readonly loaded: 'load' | 'retest';
  readonly load: Plan;
  readonly directory: string;
}

/** What one variant came to: the metrics of its load, and why its later phases were not run, if they were not. */
interface Validated {
  readonly metrics: LoadMetrics | undefined;
  readonly ended: string | undefined;
}

/** Takes one variant through its phases. An interruption leaves out what comes after it, and so does a load that is invalid. */
async function validate(
  { flags, variant, loaded, load, directory }: Validation,
  terminal: Terminal,
  done: (line: PhaseLine, analysis: Analysis) => void,
): Promise<Validated> {
  const { interrupted } = terminal;
  const phase = async (name: LoadPhase, plan: Plan) => {
    if (interrupted.aborted) return undefined;
    const { run, checked } = await performPhase(name, plan, { ...flags, variant }, directory, terminal);
    const { metrics } = run;
    const line = {
      variant,
      phase: name,
      verdict: checked.analysis.verdict,
      valid: metrics.valid,
      invalid_because: metrics.invalid_because,
      remarks: remarksOnOk(checked.analysis),
      attempts: metrics.attempts.started,
      mismatch: metrics.books?.mismatch,
      p99_ms: metrics.latency_ms.p99,
    };
    done(line, checked.analysis);
    return metrics;
  };
  await phase('baseline', baselineOf(flags));
  if (!interrupted.aborted) {
    const what = { variant, schedule: raceSchedule(), seed: flags.seed, runs: REPRODUCTIONS };
    const { reproduction, checked } = await performReproduce(what, directory, terminal);
    const { mismatch } = reproduction.metrics.books;
    const { verdict } = checked.analysis;
    const attempts = checked.analysis.reading.accepted;
    const line = {
      variant,
      phase: 'reproduce',
      verdict,
      valid: true,
      invalid_because: [],
      remarks: remarksOnOk(checked.analysis),
      attempts,
      mismatch,
      p99_ms: undefined,
    };
    done(line, checked.analysis);
  }
  const metrics = await phase(loaded, load);
  if (metrics?.valid === false && flags.keepGoing !== true && !interrupted.aborted) {
    const ended = `the ${loaded} of ${variant} is an INVALID RUN: ${metrics.invalid_because.join(' ')}`;
    return { metrics, ended };
  }
  await phase('fault', faultOf(flags));
  return { metrics, ended: undefined };
}

/** One client's requests: a tenth of the load's time, within reason. */
function baselineOf(flags: AllFlags): Plan {
  const duration = Math.min(10, Math.max(2, flags.duration / 10));
  return planOf({ ...flags, rate: Math.min(BASELINE_RATE, flags.rate), duration });
}

/** Half of the load's time, within reason: every fault has its window, and a worker its time to start anew. */
function faultOf(flags: AllFlags): Plan {
  const duration = Math.min(60, Math.max(5, flags.duration / 2));
  const rate = Math.min(MOST_FAULT_RATE, flags.rate);
  return { ...planOf({ ...flags, rate, duration }, FAULT_UNITS_PER_REQUEST), faults: ALL_FAULTS };
}

function asJson(
  phases: readonly PhaseLine[],
  { report, paths }: WrittenReport,
  before: string,
  after: string,
) {
  return {
    format: 'race-trace-run-all/1',
    reasons: report.decision.reasons,
    directories: { before, after },
    phases,
    report: paths,
  };
}
