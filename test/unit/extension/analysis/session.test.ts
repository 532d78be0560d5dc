import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { AnalysisSession, Cancelled, TraceUnreadable } from '../../../../src/extension/analysis/session.ts';
import type { TraceToOpen } from '../../../../src/extension/analysis/thread-messages.ts';

const SCRIPT = new URL('../../../../src/extension/analysis/worker.ts', import.meta.url);
const RACE = `request_id,inventory_key,worker_id,read_version,write_version,result,latency_ms,client_id,start_us,read_us,write_us,end_us,read_value,write_value,read_site,write_site,confirm_site
r-001,seat-7,w1,1,2,success,4.1,A,8400,9301,11918,12500,1,0,src/a.ts:3:5,src/a.ts:9:5,src/a.ts:12:5
r-002,seat-7,w2,1,3,success,4.7,B,9000,10204,13121,13700,1,0,src/a.ts:3:5,src/b.ts:9:5,src/a.ts:12:5
`;

function silent(): void {
  return undefined;
}

describe('an analysis session', () => {
  let folder = '';
  const sessions: AnalysisSession[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'race-trace-session-'));
  });
  after(async () => {
    await Promise.all(sessions.map((session) => session.close()));
    await rm(folder, { recursive: true });
  });

  function open(
    trace: Partial<TraceToOpen>,
    onProgress: (text: string, fraction: number | null) => void = silent,
  ): AnalysisSession {
    const session = new AnalysisSession(
      SCRIPT,
      {
        name: 'x.trace.csv',
        source: { kind: 'bytes', trace: new TextEncoder().encode(RACE), manifest: undefined },
        columnMap: new Map(),
        maxFindings: 1000,
        ...trace,
      },
      onProgress,
    );
    sessions.push(session);
    return session;
  }

  async function openFile(name: string, content: string | Uint8Array): Promise<AnalysisSession> {
    await writeFile(join(folder, name), content);
    return open({ name, source: { kind: 'file', path: join(folder, name) } });
  }

  it('has for a log without lines of source what it says, to search for', async () => {
    const log = ['a', 'b'].map((id, at) => ({
      ...{ request_id: id, inventory_key: 'seat-7', read_version: 1, write_version: at + 2 },
      ...{ result: 'success', msg: `sold to ${id}` },
    }));
    const session = await openFile('app.log.ndjson', log.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await session.opened;
    const { findings } = await session.ask('opened', undefined);
    assert.equal(findings.rows[0]?.site, '“sold to b”');
    const { codePath } = await session.ask('selection', { findingId: 0, axis: 'order' });
    assert.deepEqual(
      codePath.steps.flatMap(({ step, offending, site }) => (site === '' ? [] : [[step, offending, site]])),
      [
        ['confirm', false, '“sold to a”'],
        ['write', true, '“sold to b”'],
        ['confirm', false, '“sold to b”'],
      ],
    );
    const steps = await session.ask('steps', 0);
    assert.ok(
      steps.every(({ site, message, row }) => site === undefined && message === `sold to ${'ab'[row]}`),
    );
    assert.equal((await session.ask('markSource', { row: 1, step: 'write' })).message, 'sold to b');
  });

  it('reads a file in its own thread and answers every question of the view', async () => {
    const session = await openFile('race.trace.csv', RACE);
    await session.opened;
    const { summary, keys, findings } = await session.ask('opened', undefined);
    assert.equal(summary.verdict, 'violation');
    assert.equal(summary.attempts, 2);
    assert.deepEqual(
      keys.rows.map(({ name }) => name),
      ['seat-7'],
    );
    const stale = findings.rows.find(({ code }) => code === 'stale-version-write');
    assert.ok(stale);

    const { codePath, keyId, focus } = await session.ask('selection', { findingId: stale.id, axis: 'time' });
    assert.equal(keyId, keys.rows[0]?.id);
    assert.ok(focus[0] < focus[1]);
    const steps = await session.ask('steps', stale.id);
    assert.deepEqual(
      steps.map(({ id }) => id),
      codePath.steps.map(({ id }) => id),
    );
    assert.deepEqual(
      steps.filter(({ offending }) => offending).map(({ site, step }) => [site, step]),
      [['src/b.ts:9:5', 'write']],
    );
    assert.equal(steps.filter(({ label }) => label.includes('w2')).length, 3);

    const slice = await session.ask('lanes', {
      keyId,
      laneBy: 'worker',
      axis: 'time',
      widthPx: 800,
      findingId: stale.id,
    });
    assert.equal(slice.lanes.length, 2);
    assert.equal(slice.marks.row.length, 2);
    assert.deepEqual(await session.ask('markSource', { row: 1, step: 'write' }), {
      site: 'src/b.ts:9:5',
      message: undefined,
    });
    assert.equal((await session.ask('details', 1)).lineOf, 'write');
    assert.match(await session.ask('text', stale.id), /v1→v3/);
    assert.equal((await session.ask('filtered', 'nothing-like-this')).findings.rows.length, 0);
  });

  it('tells which lines of source are at fault, with the line of the other worker', async () => {
    const session = open({});
    await session.opened;
    const problem = (await session.ask('problems', undefined)).find(
      ({ code }) => code === 'stale-version-write',
    );
    assert.equal(problem?.site, 'src/b.ts:9:5');
    assert.deepEqual(problem.related, [{ site: 'src/a.ts:9:5', message: 'w1 · r-001 wrote v2 here' }]);
  });

  it('survives questions about what the trace does not have', async () => {
    const session = open({});
    await session.opened;
    for (const findingId of [99, 2 ** 40]) {
      await assert.rejects(session.ask('selection', { findingId, axis: 'time' }), /no finding/);
      await assert.rejects(session.ask('steps', findingId), /no finding/);
      await assert.rejects(session.ask('text', findingId), /no finding/);
    }
    await assert.rejects(session.ask('details', 2), /no attempt/);
    await assert.rejects(session.ask('markSource', { row: 2, step: 'read' }), /no attempt/);
    await assert.rejects(
      session.ask('lanes', { keyId: 99, laneBy: 'worker', axis: 'time', widthPx: 1 }),
      /no inventory key/,
    );
    assert.ok(session.alive);
    assert.equal((await session.ask('opened', undefined)).summary.attempts, 2);
  });

  it('takes the manifest and the column names that it is given', async () => {
    const manifest = JSON.stringify({
      format: 'race-trace/1',
      seed: 7,
      variant: 'unsafe',
      version_scheme: 'sequential',
      complete: true,
      initial: { 'seat-7': { value: 1, version: 1 } },
      remaining: { 'seat-7': { value: 0, version: 3 } },
    });
    const trace = RACE.replace('inventory_key', 'sku');
    const session = open({
      source: {
        kind: 'bytes',
        trace: new TextEncoder().encode(trace),
        manifest: new TextEncoder().encode(manifest),
      },
      columnMap: new Map([['inventory_key', 'sku']]),
    });
    await session.opened;
    const { summary } = await session.ask('opened', undefined);
    assert.match(summary.provenance, /seed 7/);
    assert.match(summary.headline.join(' '), /mismatch \+1/);
  });

  it('lists no more findings than it was asked for, and counts them all', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => `r-${index},k,w,1,2,success`);
    const session = await openFile(
      'many.trace.csv',
      `request_id,inventory_key,worker_id,read_version,write_version,result\n${rows.join('\n')}\n`,
    );
    await session.opened;
    const all = (await session.ask('findings', undefined)).findings.rows.length;
    assert.ok(all > 40, String(all));
    const capped = open({
      name: 'many.trace.csv',
      source: { kind: 'file', path: join(folder, 'many.trace.csv') },
      maxFindings: 5,
    });
    await capped.opened;
    const { findings, errors } = await capped.ask('findings', undefined);
    assert.equal(findings.rows.length, 5);
    assert.ok(errors > 40, String(errors));
  });

  for (const [name, content, why, next] of [
    [
      'other.trace.csv',
      'a,b\n1,2\n',
      /^other\.trace\.csv is not a trace: the file has no request_id and .*; its columns are a, b\.$/,
      /raceTrace\.columnMap, such as \{ "inventory_key": "sku" \}/,
    ],
    [
      'near.trace.csv',
      'order_id,sku,status\nr,k,success\n',
      /its columns are order_id, sku, status\.$/,
      /raceTrace\.columnMap: \{ "request_id": "order_id", "inventory_key": "sku", "result": "status" \}\./,
    ],
    [
      'many-columns.trace.csv',
      `${Array.from({ length: 40 }, (_, column) => `a column with a long name ${column}`).join()}\n`,
      /its columns are a column with a long name 0, .*11, …\.$/,
      /raceTrace\.columnMap/,
    ],
    ['broken.trace.csv.gz', gzipSync(RACE).subarray(0, 12), /gzip/, /Open it as text/],
    ['text.trace.ndjson', 'hello\n', /JSON/, /Open it as text/],
  ] as const)
    it(`says what is wrong with ${name} and what to do`, async () => {
      const session = await openFile(name, content);
      await assert.rejects(session.opened, (error) => {
        assert.ok(error instanceof TraceUnreadable);
        assert.match(error.message, why);
        assert.equal(error.isMappable, String(next).includes('columnMap'));
        assert.match(error.next, next);
        return true;
      });
      assert.equal(session.alive, false);
    });

  for (const [name, content] of [
    ['empty.trace.csv', ''],
    ['header.trace.csv', 'request_id,inventory_key,result\n'],
    ['empty.trace.ndjson', ''],
  ] as const)
    it(`takes ${name} for a trace without attempts, which proves nothing`, async () => {
      const session = await openFile(name, content);
      await session.opened;
      const { summary, keys, findings } = await session.ask('opened', undefined);
      assert.deepEqual([summary.attempts, summary.verdict], [0, 'unknown']);
      assert.deepEqual([keys.rows, findings.rows], [[], []]);
    });

  it('says it kindly when the file is not there', async () => {
    const session = open({ source: { kind: 'file', path: join(folder, 'nowhere.trace.csv') } });
    await assert.rejects(session.opened, /There is no file .*nowhere/);
  });

  it('tells answers apart that are on their way at the same time', async () => {
    const session = open({});
    await session.opened;
    const answers = await Promise.all([1, 0, 1].map((row) => session.ask('details', row)));
    assert.deepEqual(
      answers.map(({ row }) => row),
      [1, 0, 1],
    );
  });

  it('ends its thread while a large file is being read, and says so to everybody who waits', async () => {
    const row = 'r-1,seat-7,w1,1,2,success,4,0,0\n';
    const header =
      'request_id,inventory_key,worker_id,read_version,write_version,result,latency_ms,queue_delay_ms,retry_count\n';
    const path = join(folder, 'large.trace.csv');
    await writeFile(path, header + row.repeat(200_000));
    const told: (number | null)[] = [];
    let exited = false;
    process.once('worker', (thread) => {
      thread.once('exit', () => (exited = true));
    });
    const reading = new Promise<void>((resolve) => {
      const session = open({ source: { kind: 'file', path } }, (_text, fraction) => {
        told.push(fraction);
        resolve();
      });
      void session.opened.catch(silent);
    });
    await reading;
    const session = sessions.at(-1)!;
    const closing = session.close();
    await assert.rejects(session.ask('opened', undefined), Cancelled);
    await assert.rejects(session.opened, Cancelled);
    assert.ok(exited);
    await closing;
    assert.ok(told[0] !== null && told[0]! < 1);
  });

  it('turns the death of its thread into a sentence', async () => {
    const script = join(folder, 'dies.mjs');
    await writeFile(script, `setTimeout(() => { throw new Error('out of order'); }, 20);`);
    const trace: TraceToOpen = {
      name: 'x.csv',
      source: { kind: 'file', path: '' },
      columnMap: new Map(),
      maxFindings: 1,
    };
    const session = new AnalysisSession(script, trace, silent);
    sessions.push(session);
    await assert.rejects(session.opened, /The analysis of x\.csv stopped unexpectedly: out of order/);
    await assert.rejects(session.ask('opened', undefined), TraceUnreadable);
  });
});
