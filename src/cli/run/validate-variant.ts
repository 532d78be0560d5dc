import { type Analysis, remarksOnOk } from '../../core/index.ts';
import { errorOf } from '../../core/words/errors.ts';
import { ALL_FAULTS } from '../../harness/fault/faults.ts';
import type { LoadPhase } from '../../harness/phases/load.ts';
import type { VariantName } from '../../harness/service/variants.ts';
import type { LoadMetrics } from '../../ingest/run-files/metrics.ts';
import type { Terminal } from '../command.ts';
import { sentenceOf } from '../output/failure-text.ts';
import type { Ended, PhaseLine } from './all-text.ts';
import type { CommonOptions, WorkloadFlags } from './options.ts';
import { performPhase } from './phase.ts';
import { FAULT_UNITS_PER_REQUEST, planOf, type Plan } from './plan.ts';
import { performReproduce, raceSchedule } from '../reproduce/phase.ts';

/** How often the schedule of the race is played. */
const REPRODUCTIONS = 20;
const BASELINE_RATE = 100;
const MOST_FAULT_RATE = 300;

/** What a whole validation is asked for. */
export interface AllFlags extends WorkloadFlags, Omit<CommonOptions, 'variant'> {
  readonly mitigation: VariantName;
  /** Whether a load that is invalid, or a phase that fails, does not end the validation. */
  readonly keepGoing?: true;
}

/** One variant of a whole validation. */
export interface VariantRun {
  readonly flags: AllFlags;
  readonly variant: VariantName;
  /** The phase that offers the load. */
  readonly loaded: 'load' | 'retest';
  readonly load: Plan;
  readonly directory: string;
}

/** What one variant came to. */
export interface Validated {
  /** Of its load; absent if that was not run to its end. */
  metrics?: LoadMetrics;
  /** Why its later phases were not run, if they were not. */
  ended?: Ended;
  /** The phases that failed, in their order. */
  readonly failures: Failure[];
}

/** A phase that failed. */
export interface Failure {
  readonly phase: string;
  readonly error: Error;
  /** As one whole sentence. */
  readonly why: string;
}

/** Called with the line of each phase, and with its analysis unless it failed. */
export type PhaseDone = (line: PhaseLine, analysis?: Analysis) => void;

/**
 * Takes one variant through its phases. An interruption leaves out what comes after it, and so, unless the flags say to
 * keep going, does a load that is invalid or a phase that fails.
 */
export async function validate(
  validation: VariantRun,
  terminal: Terminal,
  done: PhaseDone,
): Promise<Readonly<Validated>> {
  const { flags, variant, loaded, load, directory } = validation;
  const isInterrupted = (): boolean => terminal.interrupted.aborted;
  const validated: Validated = { failures: [] };

  /** Runs a phase unless the validation has ended before; a failure of it becomes a reason, not the end of the command. */
  const step = async (phase: string, perform: () => Promise<PhaseLine>) => {
    if (isInterrupted() || validated.ended !== undefined) return;
    try {
      const line = await perform();
      if (phase === loaded && !line.valid && !isInterrupted())
        end(phase, `is an INVALID RUN: ${line.invalid_because.join(' ')}`, false);
    } catch (error) {
      if (isInterrupted()) return;
      const said = sentenceOf(error);
      const why = `The phase failed: ${said.replace(/\.$/, '')}.`;
      validated.failures.push({ phase, why, error: errorOf(error) });
      done(failedPhase(variant, phase, why));
      end(phase, `failed: ${said}`, true);
    }
  };
  const end = (phase: string, why: string, failed: boolean) => {
    if (flags.keepGoing !== true) validated.ended = { why: `the ${phase} of ${variant} ${why}`, failed };
  };
  const offer = (phase: LoadPhase, plan: Plan) => async () => {
    const { run, checked } = await performPhase(phase, plan, { ...flags, variant }, directory, terminal);
    if (phase === loaded) validated.metrics = run.metrics;
    const line = lineOf(variant, phase, checked.analysis, run.metrics);
    done(line, checked.analysis);
    return line;
  };
  await step('baseline', offer('baseline', baselineOf(flags)));
  await step('reproduce', async () => {
    const what = { schedule: raceSchedule(), seed: flags.seed, runs: REPRODUCTIONS };
    const { analysis, metrics } = await performReproduce(variant, what, directory, terminal);
    const line = lineOfReproduce(variant, analysis, metrics.books.mismatch);
    done(line, analysis);
    return line;
  });
  await step(loaded, offer(loaded, load));
  await step('fault', offer('fault', faultOf(flags)));
  return validated;
}

function lineOf(variant: VariantName, phase: LoadPhase, analysis: Analysis, metrics: LoadMetrics): PhaseLine {
  return {
    variant,
    phase,
    verdict: analysis.verdict,
    valid: metrics.valid,
    invalid_because: metrics.invalid_because,
    remarks: remarksOnOk(analysis),
    attempts: metrics.attempts.started,
    mismatch: metrics.books?.mismatch,
    p99_ms: metrics.latency_ms.p99,
  };
}

function lineOfReproduce(variant: VariantName, analysis: Analysis, mismatch: number): PhaseLine {
  return {
    variant,
    phase: 'reproduce',
    verdict: analysis.verdict,
    valid: true,
    invalid_because: [],
    remarks: remarksOnOk(analysis),
    attempts: analysis.reading.accepted,
    mismatch,
    p99_ms: undefined,
  };
}

function failedPhase(variant: VariantName, phase: string, why: string): PhaseLine {
  return {
    variant,
    phase,
    verdict: 'unknown',
    valid: false,
    invalid_because: [why],
    remarks: [],
    attempts: undefined,
    mismatch: undefined,
    p99_ms: undefined,
  };
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
