import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTrace, type CheckedTrace } from '../../src/cli/check/checked-trace.ts';
import { runLoad, type LoadOptions, type LoadRun } from '../../src/harness/phases/load.ts';
import type { Manifest } from '../../src/ingest/run-files/manifest-schema.ts';
import { openStore } from '../../src/harness/store/open-store.ts';
import { parseStoreUrl } from '../../src/harness/store/store-url.ts';

/** A load run, what it says of itself, and what its trace says. */
export interface RunOnServer {
  readonly run: LoadRun;
  readonly manifest: Manifest;
  readonly checked: CheckedTrace;
}

/** Runs a load of real processes on the server of `storeUrl`; `show` hears how many requests have been sent. */
export async function loadOn(
  storeUrl: string,
  more: Partial<LoadOptions> = {},
  show: (sent: number) => void = () => undefined,
): Promise<RunOnServer> {
  const directory = mkdtempSync(join(tmpdir(), 'race-trace-store-load-'));
  const options: LoadOptions = {
    phase: 'load',
    variant: 'conditional',
    workload: { seed: 5, rate: 100, durationS: 3, arrivals: 'poisson', keys: 5, skew: 1 },
    units: 200,
    workers: 2,
    storeUrl,
    directory,
    interrupted: new AbortController().signal,
    ...more,
  };
  try {
    const run = await runLoad(options, ({ sent }) => {
      show(sent);
    });
    const manifest = JSON.parse(readFileSync(run.manifestPath, 'utf8')) as Manifest;
    return { run, manifest, checked: await checkTrace(run.tracePath, { maxFindings: 100 }) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** That nothing but a busy machine makes the run worthless: what was answered and what the store took agree. */
export function assertReconciled({ metrics }: LoadRun): void {
  assert.deepEqual(
    metrics.invalid_because.filter((reason) => !reason.startsWith('Requests were sent late')),
    [],
  );
  assert.ok(metrics.books);
  const { initial, remaining, commits, confirmed } = metrics.books;
  assert.equal(commits, initial - remaining, 'every write took one unit');
  assert.ok(confirmed <= commits, `${confirmed} confirmed, ${commits} written`);
}

/** A load run on a server: its books balance, its trace holds, and what the server held before is as it was. */
export async function carriesALoad(url: string): Promise<void> {
  const mine = openStore(url);
  try {
    await mine.load(new Map([['mine', 7]]));
    const { run, manifest, checked } = await loadOn(url);
    assertReconciled(run);
    const { attempts, books } = run.metrics;
    assert.equal(attempts.timeout, 0);
    assert.deepEqual([books?.mismatch, books?.commits], [0, books?.confirmed]);
    assert.ok(attempts.success > 100 && attempts.rejected > 0, JSON.stringify(attempts));
    // On a busy machine the generator may be late, and the run says so; a violation it never is.
    const { verdict, unknownBecause } = checked.analysis;
    assert.equal(verdict, run.metrics.valid ? 'ok' : 'unknown', JSON.stringify(unknownBecause));
    assert.deepEqual(
      [manifest.store, manifest.version_scheme],
      [{ kind: parseStoreUrl(url).kind }, mine.versionScheme],
    );
    assert.equal((await mine.get('mine'))?.value, 7);
  } finally {
    await mine.close();
  }
}
