import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { checkTrace, type CheckedTrace } from '../../../src/cli/check/checked-trace.ts';
import { painter } from '../../../src/cli/output/paint.ts';
import { runText } from '../../../src/cli/run/text.ts';
import { Counters } from '../../../src/harness/load/counters.ts';
import { loadMetrics } from '../../../src/harness/phases/load-metrics.ts';
import { problemsIn } from './problems-in.ts';

const NONE = { p50: 0, p95: 0, p99: 0, p999: 0, max: 0, mean: 0 };

const folder = mkdtempSync(join(tmpdir(), 'race-trace-run-text-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** What a phase that offered 1,800 requests in 2 s says of a trace. */
function textOf(checked: CheckedTrace, phase = 'load'): string {
  const metrics = loadMetrics({
    phase,
    variant: 'unsafe',
    hash: '',
    durationS: 2,
    capacity: { serviceMs: 1, workers: 2, utilisation: 0.1 },
    sending: {
      offered: 1800,
      sent: 1797,
      unsent: 3,
      seconds: 2,
      endUs: 0,
      lagMs: NONE,
      eventLoopMs: { p99: 0, max: 0 },
    },
    counters: new Counters(),
    use: {
      processes: [{ id: 'w1@unsafe', cpu_share: 0.412, busy_share: 0.55 }],
      storeCalls: { count: 9, mean_ms: 0.2 },
    },
    books: undefined,
    faults: undefined,
    invalid: [],
  });
  const { path } = checked;
  const run = { metrics, tracePath: path, manifestPath: '', metricsPath: '', machine: MACHINE };
  return runText(run, checked, painter(false), false);
}

const MACHINE = {
  processors: 2,
  seconds: 2,
  own_share: 0.2,
  other_share: 0.71,
  stolen_share: 0,
  idle_share: 0.09,
};

/** The same line by line, by its labels. */
function linesOf(checked: CheckedTrace, phase?: string): Readonly<Record<string, string>> {
  const text = textOf(checked, phase);
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, label, rest] = /^(\w[\w ]*?) {2,}(.*)$/.exec(line) ?? [];
      return label === undefined ? [] : [[label, rest!] as const];
    }),
  );
}

const HEADER =
  'request_id,inventory_key,worker_id,read_version,write_version,result,latency_ms,queue_delay_ms,retry_count,' +
  'read_value,write_value,write_site';

/** A trace of a store that had five units and has as many as are told. */
async function traceOf(remaining: number, version: number, rows: readonly string[]): Promise<CheckedTrace> {
  const name = mkdtempSync(join(folder, 'trace-'));
  const path = join(name, 'load.trace.csv');
  writeFileSync(path, `${[HEADER, ...rows].join('\n')}\n`);
  const manifest = {
    format: 'race-trace/1',
    version_scheme: 'sequential',
    initial: { k: { value: 5, version: 1 } },
    remaining: { k: { value: remaining, version } },
    complete: true,
  };
  writeFileSync(join(name, 'load.run.json'), JSON.stringify(manifest));
  return checkTrace(path, { maxFindings: 1000 });
}

const row = (request: number, read: number, write: number, values: string, site: string): string =>
  `r-${request},k,w${request},${read},${write},success,1,0,0,${values},${site}`;

describe('what a run says to people', () => {
  it('has the offered rate beside the achieved one, and what could not be sent', async () => {
    const lines = linesOf(await traceOf(4, 2, [row(1, 1, 2, '5,4', 'a.ts:1:1')]));
    assert.equal(lines.requests, '1797 of 1800 sent, 0 answered; offered 900.0/s, achieved 0.0/s');
    assert.match(lines.errors!, /, 3 not sent for want of a connection/);
    assert.deepEqual([lines.verdict, lines.where, lines.ledger], [undefined, undefined, undefined]);
  });

  it('does not hold a single client against what was offered', async () => {
    const lines = linesOf(await traceOf(4, 2, [row(1, 1, 2, '5,4', 'a.ts:1:1')]), 'baseline');
    assert.equal(lines.requests, '1797 of 1800 sent, 0 answered; achieved 0.0/s');
  });

  it('says why attempts waited, how much each process had to do, and who had the machine', async () => {
    const lines = linesOf(await traceOf(4, 2, [row(1, 1, 2, '5,4', 'a.ts:1:1')]));
    assert.equal(lines.waits, 'No wait reached 50 ms: the longest was 0 ms.');
    assert.equal(lines.processes, 'of one processor each: w1@unsafe 41 % (busy 55 %)');
    assert.equal(
      lines.machine,
      "71 % of 2 processors were other processes', 20 % this run's own, 0 % stolen by the hypervisor",
    );
  });

  it('names the line that most findings of a violation blame, and what the mismatch is made of', async () => {
    const checked = await traceOf(4, 5, [
      row(1, 1, 2, '5,4', 'src/a.ts:7:3'),
      row(2, 1, 3, '5,4', 'src/a.ts:7:3'),
      row(3, 1, 4, '5,4', 'src/b.ts:9:3'),
      row(4, 1, 5, '5,4', 'src/a.ts:7:3'),
    ]);
    assert.equal(checked.analysis.verdict, 'violation');
    const lines = linesOf(checked);
    assert.match(lines.verdict!, /^✕ violation: .+ after .+ had already replaced v1/);
    assert.equal(lines.where, 'src/a.ts:7:3: note: stale-version-write');
    assert.match(lines.blame!, /^this line in 2 of 3 findings that name one$/);
    assert.equal(lines.ledger, 'mismatch 3 = 3 by stale-version-write + 0 unexplained');
    const [problem, ...more] = problemsIn(textOf(checked));
    assert.deepEqual(problem?.slice(1), ['src/a.ts', '7', '3', 'note', 'stale-version-write']);
    assert.deepEqual(more, []);
  });
});
