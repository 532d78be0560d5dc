import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { parseBurst, type Burst } from '../harness/load/arrivals.ts';
import { MANIFEST_OF_LOAD, runLoad, type LoadPhase, type LoadRun } from '../harness/phases/load.ts';
import type { Manifest } from '../harness/record/manifest.ts';
import type { WorkloadOptions } from '../harness/load/workload.ts';
import { VARIANT_NAMES, type VariantName } from '../harness/service/variants.ts';
import { checkJson, safeJson } from './check-json.ts';
import { checkTrace, type CheckedTrace } from './checked-trace.ts';
import type { AddCommand, Terminal } from './command.ts';
import { EXIT, EXIT_OF_VERDICT } from './exit-code.ts';
import { painter } from './paint.ts';
import { Progress } from './progress.ts';
import { runText } from './run-text.ts';
import { timestamp } from './shown.ts';
import { whole } from './whole.ts';

interface CommonOptions {
  readonly out?: string;
  readonly variant: VariantName;
  readonly workers?: number;
  readonly format: 'text' | 'json';
  readonly quiet?: true;
  readonly color: boolean;
}

interface WorkloadFlags {
  readonly seed: number;
  readonly rate: number;
  readonly duration: number;
  readonly keys: number;
  readonly skew: number;
  readonly arrivals: 'poisson' | 'constant';
  readonly burst?: Burst;
  readonly units?: number;
}

/** What a phase is to offer, and what that must hash to. */
interface Plan {
  readonly workload: WorkloadOptions;
  readonly units: number;
  readonly expectedHash?: string;
}

const MAX_FINDINGS = 1000;
/** Units for half of the requests: keys that are asked for often are sold out before the end. */
const UNITS_PER_REQUEST = 0.5;

const EXAMPLES = `
Examples:
  race-trace run baseline --duration 5s
  race-trace run load --rate 300 --duration 1m --burst 3x:2s/30s --out runs/unsafe
  race-trace run retest --of runs/unsafe

A run that cannot be trusted says INVALID RUN and why; its verdict is then worth nothing.
Ctrl-C once stops the sending and ends the run in good order; twice stops at once.

Exit code: 0 ok; 1 violation; 2 wrong usage; 3 unknown, or an invalid run; 130 interrupted.`;

/** `race-trace run PHASE`: the phases of a validation that put load on the service. */
export const addRun: AddCommand = (program, terminal, done) => {
  const run = program
    .command('run')
    .description('run a phase of a validation: load on real worker processes, balanced against the store')
    .addHelpText('after', EXAMPLES);
  const go = async (phase: LoadPhase, plan: Plan, options: CommonOptions) => {
    done(await runPhase(phase, plan, options, terminal));
  };
  withWorkload(run.command('baseline'), { rate: 100, duration: '10s', variant: 'unsafe' })
    .description('one client asks one worker, one request after another')
    .action((flags: WorkloadFlags & CommonOptions) => go('baseline', planOf(flags), flags));
  withWorkload(run.command('load'), { rate: 900, duration: '10m', variant: 'unsafe' })
    .description('open arrivals: every request is sent when it is due')
    .action((flags: WorkloadFlags & CommonOptions) => go('load', planOf(flags), flags));
  common(run.command('retest'), 'conditional')
    .description('the workload of an earlier load run again, on a service that is mitigated')
    .requiredOption('--of <dir>', 'folder of the load run whose workload is repeated')
    .action((flags: { of: string } & CommonOptions) => go('retest', planOfRun(flags.of), flags));
};

function withWorkload(
  command: Command,
  defaults: { rate: number; duration: string; variant: VariantName },
): Command {
  const duration = new Option('--duration <time>', 'how long requests arrive, such as 30s or 10m')
    .argParser(seconds)
    .default(seconds(defaults.duration), defaults.duration);
  return common(command, defaults.variant)
    .option('--seed <n>', 'what everything random is drawn from', whole(0), 1)
    .option('--rate <n>', 'requests per second', whole(1), defaults.rate)
    .addOption(duration)
    .option('--keys <n>', 'inventory keys', whole(1), 100)
    .option('--skew <s>', 'Zipf exponent of the popularity of keys; 0 makes all alike', exponent, 1)
    .option('--burst <profile>', 'e.g. 3x:2s/30s: three times the rate for 2 s of every 30 s', burst)
    .addOption(
      new Option('--arrivals <kind>', 'as clients that do not know of each other, or evenly')
        .choices(['poisson', 'constant'])
        .default('poisson'),
    )
    .option('--units <n>', 'units of all keys together (default: half as many as requests)', whole(1));
}

function common(command: Command, variant: VariantName): Command {
  return command
    .addOption(new Option('--variant <name>', 'the service').choices(VARIANT_NAMES).default(variant))
    .option('--workers <n>', 'worker processes (default: what the capacity screen asks for)', whole(1))
    .option('--out <dir>', 'folder for trace, manifest and metrics (default: runs/PHASE-TIME)')
    .addOption(new Option('--format <form>', 'form of the result').choices(['text', 'json']).default('text'))
    .option('--quiet', 'no progress')
    .option('--no-color', 'no colours');
}

function planOf(flags: WorkloadFlags): Plan {
  const { seed, rate, duration: durationS, keys, skew, arrivals, burst } = flags;
  const workload = { seed, rate, durationS, arrivals, keys, skew, ...(burst && { burst }) };
  return { workload, units: flags.units ?? Math.ceil(rate * durationS * UNITS_PER_REQUEST) };
}

/** What an earlier load run offered, from its manifest. */
function planOfRun(directory: string): Plan {
  const path = join(directory, MANIFEST_OF_LOAD);
  if (!existsSync(path)) throw new Error(`${path} does not exist: there is no load run to repeat`);
  const { workload } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  if (workload === undefined) throw new Error(`${path} does not say what its workload was`);
  const { units, hash, ...options } = workload;
  return { workload: options, units, expectedHash: hash };
}

async function runPhase(
  phase: LoadPhase,
  plan: Plan,
  options: CommonOptions,
  terminal: Terminal,
): Promise<number> {
  const directory = options.out ?? join('runs', `${phase}-${timestamp(new Date())}`);
  const { variant, workers } = options;
  const progress = new Progress(terminal, `${phase} ${variant}`);
  const run = await runLoad(
    { phase, variant, ...plan, ...(workers && { workers }), directory, interrupted: terminal.interrupted },
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
  // The harness never judges itself: its trace is read back and checked like everybody else's.
  const checked = await checkTrace(run.tracePath, { maxFindings: MAX_FINDINGS });
  terminal.stdout.write(
    options.format === 'json'
      ? `${safeJson(asJson(run, checked))}\n`
      : runText(run, checked, painter(terminal.colour && options.color)),
  );
  return run.metrics.valid ? EXIT_OF_VERDICT[checked.analysis.verdict] : EXIT.unknown;
}

function asJson(run: LoadRun, checked: CheckedTrace): unknown {
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

/** Reads `30s`, `10m` or `1h` as seconds. */
function seconds(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text) ?? [];
  const value = Number(number) * ({ s: 1, m: 60, h: 3600 }[unit ?? ''] ?? NaN);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a time such as 30s, 10m or 1h.');
  return value;
}

function exponent(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('It must be a number of at least 0.');
  return Number(text);
}

function burst(text: string): Burst {
  try {
    return parseBurst(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
