import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ownMetrics } from '../../../explore/load/own-metrics.ts';
import { sendOwnLoad, type OwnSent } from '../../../explore/load/own-load.ts';
import { assertReachable } from '../../../explore/load/reachable.ts';
import { runReset } from '../../../explore/store/reset.ts';
import { offeredHash, workload, type Workload } from '../../../harness/load/workload.ts';
import { invalidBecause } from '../../../harness/phases/validity.ts';
import { environmentAt } from '../../../harness/record/environment.ts';
import { writeText } from '../../../harness/record/write-text.ts';
import type { Books } from '../../../ingest/books/records.ts';
import { withBooks, type RunBooks } from '../../../ingest/books/with-books.ts';
import { MANIFEST_FORMAT, type PartialManifest } from '../../../ingest/run-files/manifest-schema.ts';
import type { LoadMetricsRead } from '../../../ingest/run-files/metrics.ts';
import { booksNow } from '../../books/read-books.ts';
import type { Terminal } from '../../command.ts';
import { Progress } from '../../output/progress.ts';
import { writeWhole } from '../../output/write-whole.ts';
import { booksAfter, booksOfKeys } from './books.ts';
import type { LoadFlags } from './flags.ts';
import { keysOf } from './keys.ts';
import type { LoadPlan } from './plan.ts';

/** A load that was sent, and where it is written down. */
export interface PerformedLoad {
  readonly tracePath: string;
  readonly manifestPath: string;
  readonly metrics: LoadMetricsRead;
  readonly statuses: ReadonlyMap<number, number>;
}

/**
 * Sends a load and writes its trace, its manifest and its metrics into a folder. The manifest is complete when every answer is
 * written down, also after an interruption.
 * @throws Error, with a sentence, if the service or its store cannot be reached before the first request
 */
export async function performLoad(
  plan: LoadPlan,
  flags: Pick<LoadFlags, 'quiet' | 'closed' | 'versionScheme'>,
  folder: string,
  terminal: Terminal,
): Promise<PerformedLoad> {
  const { phase, requests, reset } = plan;
  const within = AbortSignal.any([terminal.interrupted, AbortSignal.timeout(plan.timeoutMs)]);
  for (const { calls } of requests) await assertReachable(calls.at(-1)!.url, within);
  if (reset !== undefined) await runReset(reset, {}, within);
  const first = plan.books === undefined ? undefined : await booksNow(plan.books, terminal);
  const keys = keysOf(requests, plan.keys, first?.books);
  const before = first && booksOfKeys(first.books, keys);
  const { offered, hash } = drawn(plan, keys);
  const paths = pathsOf(folder, phase);
  for (const earlier of Object.values<string>(paths)) rmSync(earlier, { force: true });
  const known = {
    ...(before && { before }),
    closed: flags.closed,
    scheme: flags.versionScheme ?? first?.scheme,
  };
  const startedAt = new Date();
  const started = startedManifest(plan, offered, { hash, startedAt, before });
  await writeManifest(paths.manifest, started, known);
  const progress = new Progress(terminal, phase);
  const sent = await sendOwnLoad({
    ...plan,
    workload: offered,
    run: randomUUID().slice(0, 8),
    tracePath: paths.trace,
    interrupted: terminal.interrupted,
    show: (count, seconds, p99Ms) => {
      const rate = Math.round(count / Math.max(1e-3, seconds));
      if (flags.quiet !== true)
        progress.show(count, offered.dueUs.length, `${rate}/s  p99 ${p99Ms.toFixed(1)} ms`);
    },
  }).finally(() => {
    progress.end();
  });
  const after = plan.books && (await booksAfter(plan.books, keys, terminal));
  const invalid = [
    ...(after !== undefined && 'why' in after ? [after.why] : []),
    ...invalidBecause(sent.sending, sent.counters, undefined, { use: sent.use }),
  ];
  const { durationS } = offered.options;
  const metrics = ownMetrics({ ...sent, phase, variant: plan.variant, hash, durationS, invalid });
  writeText(paths.histogram, sent.counters.latency.hlog(startedAt, sent.sending.seconds));
  writeText(paths.metrics, `${JSON.stringify(metrics, null, 2)}\n`);
  await writeManifest(paths.manifest, endedManifest(started, sent, invalid), {
    ...known,
    ...(after !== undefined && 'books' in after && { after: after.books }),
    complete: true,
  });
  const { statuses } = sent.counters;
  return { tracePath: paths.trace, manifestPath: paths.manifest, metrics, statuses };
}

function pathsOf(folder: string, phase: string) {
  const path = (ending: string) => join(folder, `${phase}${ending}`);
  return {
    trace: path('.trace.ndjson'),
    manifest: path('.run.json'),
    metrics: path('.metrics.json'),
    histogram: path('.hlog'),
    // Of a run of the bundled service in the same folder, which would be read instead.
    other: path('.trace.csv'),
  };
}

/** The hash is of keys by their popularity, not by their names, so that every reader can draw it again from the manifest. */
function drawn({ arrivals, repeated }: LoadPlan, keys: readonly string[]) {
  if (repeated !== undefined && repeated.keys !== keys.length)
    throw new Error(
      `the load that is to be repeated took from ${repeated.keys} records, and ${keys.length} are named; name the same with --keys or --keys-from`,
    );
  const byRank = workload({ ...arrivals, keys: keys.length });
  const hash = offeredHash(byRank);
  if (repeated !== undefined && repeated.hash !== hash)
    throw new Error(
      `the load would not be the one that is to be repeated: it hashes to ${hash}, not to ${repeated.hash}; was it drawn by another version?`,
    );
  const offered: Workload = { ...byRank, keys };
  return { offered, hash };
}

function startedManifest(
  { phase, variant, arrivals, units }: LoadPlan,
  { options, dueUs }: Workload,
  of: { readonly hash: string; readonly startedAt: Date; readonly before: Books | undefined },
): PartialManifest {
  const stock = [...(of.before?.values() ?? [])].reduce((sum, { value }) => sum + Math.max(0, value), 0);
  return {
    format: MANIFEST_FORMAT,
    ...{ phase, variant },
    environment: environmentAt(of.startedAt),
    seed: arrivals.seed,
    units_per_success: units,
    offered: dueUs.length,
    workload: { ...options, units: stock, hash: of.hash },
  };
}

function endedManifest(started: PartialManifest, { originUs, use }: OwnSent, invalid: readonly string[]) {
  return {
    ...started,
    origin_us: originUs,
    machine: use.machine,
    ...(invalid.length > 0 && { invalid_because: invalid }),
  };
}

async function writeManifest(path: string, manifest: PartialManifest, books: RunBooks): Promise<void> {
  await writeWhole(path, withBooks(JSON.stringify(manifest), books));
}
