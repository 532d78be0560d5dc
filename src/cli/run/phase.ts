import { printable } from '../../core/words/printable.ts';
import { safeJson } from '../../core/words/safe-json.ts';
import { runLoad, type LoadPhase, type LoadRun } from '../../harness/phases/load.ts';
import { checkJson } from '../check/json.ts';
import { checkTrace, type CheckedTrace } from '../check/checked-trace.ts';
import type { Terminal } from '../command.ts';
import { EXIT, EXIT_OF_VERDICT } from '../exit-code.ts';
import { painter } from '../output/paint.ts';
import { Progress } from '../output/progress.ts';
import type { CommonOptions, ServiceFlags } from './options.ts';
import type { Plan } from './plan.ts';
import { withRunFolder } from '../output/run-folder.ts';
import { runText } from './text.ts';

const MAX_FINDINGS = 1000;

/** A phase that has run, and what its trace says when it is read back like any other. */
export interface CheckedRun {
  readonly run: LoadRun;
  readonly checked: CheckedTrace;
}

/** Runs a phase and writes its files to a folder, telling on stderr how it goes unless it is to be quiet. */
export async function performPhase(
  phase: LoadPhase,
  plan: Plan,
  options: ServiceFlags & { readonly quiet?: true },
  directory: string,
  terminal: Terminal,
): Promise<CheckedRun> {
  const { variant } = options;
  const progress = new Progress(terminal, `${phase} ${variant}`);
  const run = await runLoad(
    {
      phase,
      ...plan,
      ...serviceOf(options),
      directory,
      interrupted: terminal.interrupted,
      onWait: (why) => {
        terminal.stderr.write(`${phase} ${variant}: waiting for the store (${printable(why)})\n`);
      },
    },
    ({ sent, offered, seconds: elapsed, p99Ms, conflicts, mismatch }) => {
      if (options.quiet) return;
      const rate = Math.round(sent / Math.max(1e-3, elapsed));
      progress.show(
        sent,
        offered,
        `${rate}/s  p99 ${p99Ms.toFixed(1)} ms  conflicts ${conflicts}  mismatch ${mismatch}`,
      );
    },
  );
  progress.end();
  // The harness never judges itself: its trace is read back and checked like any other.
  return { run, checked: await checkTrace(run.tracePath, { maxFindings: MAX_FINDINGS }) };
}

/** What the flags say of the service, in the harness's words; what they leave out stays as the plan has it. */
function serviceOf(flags: ServiceFlags) {
  const { variant, workers, canary, idempotency, store, storeLatency, admitted, prometheus } = flags;
  return {
    variant,
    ...(workers && { workers }),
    ...(canary && { canary }),
    ...(idempotency === false && { idempotent: false }),
    ...(store && { storeUrl: store }),
    ...(storeLatency && { storeLatencyMs: storeLatency }),
    ...(admitted && { admitted }),
    ...(prometheus && { scrapeConfig: prometheus }),
  };
}

/** One phase by itself, with its result on stdout; resolves to the exit code. */
export async function runPhase(
  phase: LoadPhase,
  plan: Plan,
  options: CommonOptions,
  terminal: Terminal,
): Promise<number> {
  const result = await withRunFolder({ out: options.out, name: phase }, (directory) =>
    performPhase(phase, plan, options, directory, terminal),
  );
  const { run, checked } = result;
  terminal.stdout.write(
    options.format === 'json'
      ? `${safeJson(asJson(result))}\n`
      : runText(run, checked, painter(terminal.colour && options.color), terminal.absoluteSites ?? false),
  );
  return run.metrics.valid ? EXIT_OF_VERDICT[checked.analysis.verdict] : EXIT.unknown;
}

function asJson({ run, checked }: CheckedRun): unknown {
  return {
    format: 'race-trace-run/1',
    valid: run.metrics.valid,
    verdict: run.metrics.valid ? checked.analysis.verdict : 'unknown',
    trace: run.tracePath,
    manifest: run.manifestPath,
    metrics: run.metrics,
    check: checkJson(checked),
  };
}
