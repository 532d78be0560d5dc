import { join } from 'node:path';
import type { Analysis } from '../../core/index.ts';
import { safeJson } from '../../core/words/safe-json.ts';
import { recordFailure } from '../../harness/record/failed-phase.ts';
import type { VariantName } from '../../harness/service/variants.ts';
import { STORES } from '../../harness/store/registry.ts';
import { parseStoreUrl } from '../../harness/store/store-url.ts';
import type { LabelledLine } from '../blamed-line.ts';
import type { Terminal } from '../command.ts';
import { EXIT, EXIT_OF_DECISION } from '../exit-code.ts';
import { sentenceOf } from '../output/failure-text.ts';
import { painter } from '../output/paint.ts';
import { hasPhase, hasTrace, removeOlder } from './phase-files.ts';
import { writeReport, type WrittenReport } from '../report/write-report.ts';
import { runAllText, type PhaseLine } from './all-text.ts';
import { withRunFolder } from '../output/run-folder.ts';
import { planOf } from './plan.ts';
import { violationLines } from './violation-text.ts';
import { validate, type AllFlags, type Failure } from './validate-variant.ts';

/** The whole validation, of the unsafe service and then of its mitigation, under one workload; resolves to the exit code. */
export async function runAll(flags: AllFlags, terminal: Terminal): Promise<number> {
  if (flags.store !== undefined && STORES[parseStoreUrl(flags.store).kind].place === 'file')
    throw new Error(
      'every phase needs a store of its own, and --store names one file; leave it out, or name a server',
    );
  const within = ['unsafe', flags.mitigation];
  return withRunFolder({ out: flags.out, name: 'all', within }, (out) => runAllIn(out, flags, terminal));
}

async function runAllIn(out: string, flags: AllFlags, terminal: Terminal): Promise<number> {
  const before = join(out, 'unsafe');
  const after = join(out, flags.mitigation);
  const startedAt = Date.now();
  const lines: PhaseLine[] = [];
  const paint = painter(terminal.colour && flags.color);
  const blamed = new Map<VariantName, readonly LabelledLine[]>();
  const done = (line: PhaseLine, analysis?: Analysis) => {
    lines.push(line);
    const { variant } = line;
    // Of each variant the first phase that fails is shown: the others fail by the same line.
    if (analysis?.verdict === 'violation' && !blamed.has(variant))
      blamed.set(variant, violationLines({ variant, analysis }, paint, terminal.absoluteSites ?? false));
    if (!flags.quiet)
      terminal.stderr.write(`${variant} ${line.phase}: ${line.valid ? line.verdict : 'INVALID RUN'}\n`);
  };
  const load = planOf(flags);
  const {
    metrics: first,
    ended: endedBefore,
    failures: failuresBefore,
  } = await validate({ flags, variant: 'unsafe', loaded: 'load', load, directory: before }, terminal, done);
  // Where nothing at all was written there is nothing to report: most likely a flag names what is not there.
  if (failuresBefore[0] !== undefined && !hasTrace(before)) throw failuresBefore[0].error;
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
  const validated = endedBefore === undefined ? await validate(whole, terminal, done) : undefined;
  const ended = endedBefore ?? validated?.ended;
  if (terminal.interrupted.aborted) return EXIT.interrupted;

  const { interrupted: signal } = terminal;
  // What earlier runs left of phases that this one did not get to is no evidence of it.
  for (const folder of [before, after]) removeOlder(folder, startedAt);
  recordFailures(before, 'unsafe', failuresBefore, terminal);
  recordFailures(after, flags.mitigation, validated?.failures ?? [], terminal);
  const ofBefore = await writeReport(before, { signal });
  const wasRun = validated !== undefined && hasPhase(after);
  const report = wasRun ? await writeReport(after, { baseline: before, signal }) : ofBefore;
  // Of a mitigation that was not run nothing is known, whatever is proved of the service before it.
  const decision = wasRun ? report.decision : 'undecided';
  terminal.stdout.write(
    flags.format === 'json'
      ? `${safeJson({ ...asJson(lines, report, before, after), decision, ...(ended && { ended_early: ended.why }) })}\n`
      : runAllText({ lines, blamed, written: report, ended, decision, mitigation: flags.mitigation }, paint),
  );
  return EXIT_OF_DECISION[decision];
}

/** Writes down why phases failed. A folder that takes no more is told of on stderr, and the report does without. */
function recordFailures(
  directory: string,
  variant: VariantName,
  failures: readonly Failure[],
  terminal: Terminal,
): void {
  for (const { phase, why } of failures)
    try {
      recordFailure(directory, { phase, variant, why });
    } catch (error) {
      terminal.stderr.write(
        `why the ${phase} of ${variant} failed was not written down: ${sentenceOf(error)}\n`,
      );
    }
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
