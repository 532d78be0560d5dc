import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileOf, linePlace } from '../../../src/core/history/trace-file.ts';
import { tracesOf } from '../../../src/ingest/find-traces.ts';
import { openTogether } from '../../../src/ingest/open-together.ts';
import { TraceFileError } from '../../../src/ingest/open-trace.ts';
import { rowsOf } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-together-'));
after(() => {
  rmSync(folder, { recursive: true });
});
let runs = 0;

/** Files of one run in a folder of their own. */
const pods = (
  ...files: readonly { readonly text: string; readonly name?: string; readonly run?: object }[]
) => {
  const run = join(folder, String(++runs));
  mkdirSync(run);
  return files.map(({ text, name = 'csv', run: manifest }, i) => {
    const path = join(run, `pod-${i + 1}.trace.${name}`);
    writeFileSync(path, text);
    if (manifest !== undefined)
      writeFileSync(
        join(run, `pod-${i + 1}.run.json`),
        JSON.stringify({ format: 'race-trace/1', ...manifest }),
      );
    return path;
  }) as [string, ...string[]];
};
const HEADER = 'request_id,inventory_key,result';
const row = (id: string, key = 'k') => ({ text: `${HEADER}\n${id},${key},success\n` });

describe('several files as one history', () => {
  it('keep the file and the line of each row, whatever form each has', async () => {
    const paths = pods(
      { text: `${HEADER},zone,note\nr1,k,success,eu,a\n\nr2,k,success,eu,b\n` },
      {
        text: '{"request_id":"r3","inventory_key":"k","result":"success","note":"c","start_us":5}\n',
        name: 'ndjson',
      },
      { text: `${HEADER},note\n` },
      { text: `note;${HEADER.replaceAll(',', ';')};start_us\nd;r4;k;success;2\n` },
    );
    const { history, reading, problems } = await openTogether(paths);
    assert.deepEqual(problems, []);
    assert.deepEqual(reading, { accepted: 4, rejected: 0, blank: 1 });
    const k = { inventory_key: 'k', result: 'success' };
    assert.deepEqual(rowsOf(history), [
      { request_id: 'r1', ...k, 'extra zone': 'eu', 'extra note': 'a' },
      { request_id: 'r2', ...k, 'extra zone': 'eu', 'extra note': 'b' },
      { request_id: 'r3', ...k, start_us: 5, 'extra note': 'c' },
      { request_id: 'r4', ...k, start_us: 2, 'extra note': 'd' },
    ]);
    assert.deepEqual(
      [0, 1, 2, 3].map((each) => [fileOf(history, each), history.line[each]]),
      [
        [paths[0], 2],
        [paths[0], 4],
        [paths[1], 1],
        [paths[3], 2],
      ],
    );
    assert.equal(linePlace(history, 3), `line 2 of ${paths[3]}`);
  });

  it('keep the file of each problem, and one that is no trace is named', async () => {
    const paths = pods(row('r1'), { text: `${HEADER},latency_ms\nr2,k,success,soon\n` });
    const { problems, reading } = await openTogether(paths);
    assert.deepEqual(
      problems.map(({ file, line, column }) => [file, line, column]),
      [[paths[1], 2, 'latency_ms']],
    );
    assert.deepEqual(reading.unread?.get('latency_ms'), Uint32Array.of(1));
    const foreign = pods(row('r1'), { text: 'sku,status\n1,2\n' });
    await assert.rejects(openTogether(foreign), /pod-2\.trace\.csv is not a trace/);
  });
});

describe('manifests of several files', () => {
  it('are merged: records of all keys, rows that add up, faults and reasons of all', async () => {
    const window = { fault: 'kill', from_us: 1, to_us: 2 };
    const { facts } = await openTogether(
      pods(
        {
          ...row('r1', 'a'),
          run: {
            complete: true,
            rows: 1,
            offered: 1,
            initial: { a: { value: 1 }, b: { value: 2 } },
            variant: 'unsafe',
            fault_windows: [window],
          },
        },
        {
          ...row('r2', 'c'),
          run: {
            complete: true,
            rows: 1,
            initial: { b: { value: 2 }, c: { value: 3 } },
            clock_bound_us: 50,
            fault_windows: [window],
            workers: 3,
          },
        },
      ),
    );
    assert.deepEqual([...(facts?.initial?.keys() ?? [])], ['a', 'b', 'c']);
    assert.deepEqual([facts?.complete, facts?.rows, facts?.offered, facts?.clockBoundUs], [true, 2, 1, 50]);
    assert.equal(facts?.variant, 'unsafe');
    assert.equal(facts.faultWindows.length, 1);
  });

  it('that are the same speak of all files', async () => {
    const run = { complete: true, rows: 2, offered: 2 };
    const { facts, reading } = await openTogether(pods({ ...row('r1'), run }, { ...row('r2'), run }));
    assert.deepEqual([facts?.complete, facts?.rows, reading.restLost], [true, 2, undefined]);
  });

  it('make a history complete only if every file has one that says so', async () => {
    const run = { complete: true };
    const one = await openTogether(pods({ ...row('r1'), run }, row('r2')));
    assert.equal(one.facts?.complete, false);
    const other = await openTogether(pods({ ...row('r1'), run }, { ...row('r2'), run: { seed: 1 } }));
    assert.equal(other.facts?.complete, false);
    assert.equal((await openTogether(pods(row('r1'), row('r2')))).facts, undefined);
  });

  it('show that a file has fewer rows than its own says', async () => {
    const cut = await openTogether(
      pods(
        { ...row('r1'), run: { rows: 3 } },
        { text: `${HEADER}\nr2,k,success\nr3,k,success\nr4,k,success\n`, run: { rows: 1 } },
      ),
    );
    assert.equal(cut.reading.restLost, true);
  });

  for (const [member, one, other] of [
    ['variant', { variant: 'unsafe' }, { variant: 'conditional' }],
    ['closed', { closed: true }, { closed: false }],
    ["initial of 'k'", { initial: { k: { value: 1 } } }, { initial: { k: { value: 2 } } }],
    ["remaining of 'k'", { remaining: { k: { value: 1, version: 2 } } }, { remaining: { k: { value: 1 } } }],
  ] as const)
    it(`that contradict each other on ${member} are an error that names both files`, async () => {
      const paths = pods({ ...row('r1'), run: one }, { ...row('r2'), run: other });
      await assert.rejects(
        openTogether(paths),
        (error: unknown) =>
          error instanceof TraceFileError &&
          error.kind === 'contradiction' &&
          [member, 'pod-1.trace.csv', 'pod-2.trace.csv'].every((part) => error.message.includes(part)),
      );
    });

  it("are not a store's log and the rows of its clients, whose writes would count twice", async () => {
    const columns = [
      { name: 'id', value: 'k' },
      { name: 'version', value: 2 },
    ];
    const log = {
      text: JSON.stringify({ action: 'U', xid: 7, schema: 'public', table: 't', columns }),
      name: 'ndjson',
    };
    for (const files of [
      [log, row('r1')],
      [row('r1'), log],
    ])
      await assert.rejects(openTogether(pods(...files)), (error) => {
        assert.ok(error instanceof TraceFileError && error.kind === 'contradiction');
        assert.match(error.message, /a store's log cannot be joined/);
        return true;
      });
    assert.equal((await openTogether(pods(log, log))).reading.storeLog, true);
  });
});

describe('an argument', () => {
  it('may be a folder, a pattern or a file, whatever the file is called', async () => {
    const [first, second] = pods(row('r1'), row('r2'));
    const run = join(first, '..');
    writeFileSync(join(run, 'notes.csv'), '');
    writeFileSync(join(run, 'a[1].csv'), '');
    assert.deepEqual(await tracesOf(run), [first, second]);
    assert.deepEqual(await tracesOf(join(run, '*.trace.csv')), [first, second]);
    assert.deepEqual(await tracesOf(join(run, 'a[1].csv')), [join(run, 'a[1].csv')]);
    assert.deepEqual(await tracesOf(join(run, 'no*.trace')), [join(run, 'no*.trace')]);
    assert.deepEqual(await tracesOf(join(run, 'none.csv')), [join(run, 'none.csv')]);
  });
});
