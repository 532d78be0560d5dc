import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CONFIG_SCHEMA, configSchemaText } from '../../../scripts/config-schema.ts';
import { globTest } from '../../../src/ingest/config/glob.ts';
import { configFor, parseConfig } from '../../../src/ingest/config/read-config.ts';
import { openTogether } from '../../../src/ingest/open-together.ts';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import { problemText } from '../../../src/ingest/run-files/members.ts';
import { rowsOf } from './read.ts';

const problems = (value: unknown): string[] => (parseConfig(value).problems ?? []).map(problemText);
const ofSource = (source: Record<string, unknown>): string[] =>
  problems({ sources: [{ files: '*', ...source }] });

const CONFIG = {
  $schema: './race-trace.schema.json',
  sources: [
    {
      files: 'logs/*.log',
      where: { msg: ['sold', 'sold out'] },
      map: { request_id: 'req.id', inventory_key: 'sku', end: 'time@ms' },
      result: { from: 'msg', sold: 'success', 'sold out': 'rejected' },
      units: { from: 'qty', one: 1, back: -1 },
    },
    { files: ['**/*.csv', 'export.{csv,tsv}'], format: 'csv', result: 'status' },
  ],
  store: { url: 'postgres://u:secret@h/db', books: 'select 1', reset: 'truncate', command: './books' },
  requests: { A: { method: 'POST', url: 'http://h/buy', headers: { a: 'b' }, body: { n: [1] } }, B: {} },
  results: { '200': 'success', '5xx': 'timeout' },
  invariant: 'select 1 where false',
};

describe('race-trace.json', () => {
  it('has a published schema that is made of the schema by which it is read', async () => {
    assert.equal(await readFile(CONFIG_SCHEMA, 'utf8'), await configSchemaText());
  });

  it('may have every member, and none', () => {
    assert.deepEqual(problems(CONFIG), []);
    assert.deepEqual(problems({}), []);
  });

  it('names each wrong member, what is expected and what stands there', () => {
    assert.deepEqual(problems([]), ['it is not a JSON object']);
    assert.deepEqual(problems({ source: [] }), ['source: there is no such member; did you mean sources?']);
    assert.deepEqual(problems({ sources: {} }), ['sources: expected a list of sources, not Object']);
    assert.deepEqual(problems({ sources: [{}] }), [
      'sources.0.files: expected a pattern such as "logs/*.log", or a list of at least one; it is missing',
    ]);
    assert.deepEqual(ofSource({ files: [] }), [
      'sources.0.files: expected a pattern such as "logs/*.log", or a list of at least one, not 0',
    ]);
    assert.deepEqual(ofSource({ wher: {} }), [
      'sources.0.wher: there is no such member; did you mean where?',
    ]);
    assert.deepEqual(ofSource({ format: 'xml' }), [
      'sources.0.format: expected "csv" or "ndjson", not "xml"',
    ]);
    assert.deepEqual(ofSource({ where: { msg: null } }), [
      'sources.0.where.msg: expected a value, or a list of values: texts, numbers, true or false, not null',
    ]);
    assert.deepEqual(ofSource({ map: { end: 5 } }), ['sources.0.map.end: expected a text, not 5']);
    assert.match(
      ofSource({ map: { key: 'sku' } })[0]!,
      /^sources\.0\.map\.key: The format has no column key; it has/,
    );
    assert.deepEqual(ofSource({ map: { end: 'time' } }), [
      'sources.0.map.end: end needs a unit: end_ms=time, or end=time@ms',
    ]);
    assert.deepEqual(ofSource({ result: { from: 'msg', sold: 'sucess' } }), [
      'sources.0.result.sold: expected one of success, conflict, rejected, timeout, retry, not "sucess"',
    ]);
    assert.deepEqual(ofSource({ result: 3 }), [
      'sources.0.result: expected a path, or an object of its values, not 3',
    ]);
    assert.deepEqual(ofSource({ units: { sale: 1.5 } }), [
      'sources.0.units.sale: expected a whole number below 2^53 either way, not 1.5',
    ]);
    assert.deepEqual(problems({ store: { urll: 'x' } }), [
      'store.urll: there is no such member; did you mean url?',
    ]);
    assert.deepEqual(problems({ store: { books: '' } }), [
      'store.books: expected a text that is not empty, not ""',
    ]);
    assert.deepEqual(problems({ requests: { A: { verb: 'GET' } } }), [
      'requests.A.verb: there is no such member; expected one of method, url, headers, body, key, units',
    ]);
    assert.deepEqual(problems({ requests: { A: { headers: { n: 1 } } } }), [
      'requests.A.headers.n: expected a text, not 1',
    ]);
    assert.deepEqual(problems({ requests: { A: { body: 1 } } }), [
      'requests.A.body: expected a text or an object, not 1',
    ]);
    assert.deepEqual(problems({ results: { '999': 'success' } }), [
      'results.999: expected an HTTP status such as 409, or a class such as 5xx; a word needs "from", the path where answers have it',
    ]);
  });

  it('names what is wrong between members of a service', () => {
    const url = 'http://127.0.0.1:3000/x';
    assert.deepEqual(problems({ results: { from: 'outcome', sold: 'success', '409': 'conflict' } }), []);
    assert.deepEqual(problems({ requests: { A: [{ url }, { url }] } }), []);
    assert.deepEqual(problems({ requests: { A: [] } }), [
      'requests.A: expected a request, or a list of at least one, not 0',
    ]);
    assert.deepEqual(problems({ requests: { '1 b': {} } }), [
      'requests.1 b: expected a name of letters, digits, _ and -, which begins with a letter, not "1 b"',
    ]);
    for (const store of [{ url: 'sqlite:a.db', reset: 'delete from t' }, { reset: { command: './reset' } }])
      assert.deepEqual(problems({ store }), []);
    assert.match(problems({ store: { reset: 'delete from t' } })[0]!, /^store\.reset: expected a url beside/);
    for (const reset of [{}, { url, command: 'x' }, { method: 'POST' }])
      assert.deepEqual(problems({ store: { reset } }), ['store.reset: expected either command or url']);
    for (const invariant of [
      'select 1',
      { url },
      { url, at: 'n', most: 1 },
      { command: 'x' },
      { successes: 1 },
    ])
      assert.deepEqual(problems({ invariant }), []);
    for (const invariant of [{}, { url, successes: 1 }, { least: 0, most: 1 }])
      assert.equal(problems({ invariant })[0], 'invariant: expected one of command, url and successes');
    assert.match(problems({ invariant: { url, at: 'n' } })[0]!, /^invariant: expected least or most/);
    assert.match(problems({ invariant: { url, most: 1 } })[0]!, /^invariant\.at: expected the path/);
    assert.match(
      problems({ invariant: { command: 'x', at: 'n', most: 1 } })[0]!,
      /^invariant\.at: .*beside url$/,
    );
    assert.deepEqual(problems({ invariant: { most: '1' } }), [
      'invariant.most: expected a whole number, not "1"',
    ]);
    assert.deepEqual(
      problems({ explore: { instances: [url], background: ['select *'], preemptions: 2 } }),
      [],
    );
    assert.match(
      problems({ explore: { instances: [] } })[0]!,
      /^explore\.instances: expected a list of the URLs/,
    );
    assert.match(
      problems({ explore: { seconds: 0 } })[0]!,
      /^explore\.seconds: expected a whole number from 1/,
    );
  });

  it('shows no password', () => {
    const [problem] = problems({ store: 'postgres://app:hunter2@db:5432/shop' });
    assert.equal(problem, 'store: expected an object, not "postgres://app:***@db:5432/shop"');
  });
});

describe('a pattern', () => {
  it('matches within a folder, across folders, and nothing by accident', () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ['logs/*.log', 'logs/a.log', true],
      ['./logs/*.log', 'logs/a.log', true],
      ['logs/*.log', 'logs/b/a.log', false],
      ['**/*.log', 'a.log', true],
      ['**/*.log', 'x/y/a.log', true],
      ['logs/**', 'logs/x/a', true],
      ['a?.{csv,tsv}', 'ab.tsv', true],
      ['a.csv', 'abcsv', false],
      ['logs/**/a*.log', 'logs/abc.log', true],
      ['logs/**/a*.log', 'logs/x/y/abc.log', true],
      ['**', 'x/y.log', true],
      ['*', 'x/y.log', false],
      ['*/*', 'x/y.log', true],
      ['{', '{', true],
      [`${'*a'.repeat(200)}b`, 'a'.repeat(2000), false],
      [`${'**/'.repeat(200)}b`, 'a/'.repeat(1000), false],
      ['a[1].csv', 'a[1].csv', true],
    ];
    for (const [pattern, path, matches] of cases)
      assert.equal(globTest(pattern)(path), matches, `${pattern} ${path}`);
  });
});

describe('a trace that a config speaks of', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'race-trace-config-'));
    await mkdir(join(root, 'logs'));
    await writeFile(join(root, 'race-trace.json'), JSON.stringify(CONFIG));
    const line = (id: string, msg: string, qty: unknown) =>
      `${JSON.stringify({ msg, req: { id }, sku: 'k', qty, time: 1_700_000_000_000 })}\n`;
    await writeFile(
      join(root, 'logs', 'a.log'),
      `up\n${line('r1', 'sold', 'one')}${line('r2', 'sold out', 2)}`,
    );
    await writeFile(join(root, 'logs', 'b.log'), line('r3', 'sold', 'back'));
    await writeFile(
      join(root, 'other.ndjson'),
      '{"request_id":"r","inventory_key":"k","result":"success"}\n',
    );
  });
  after(async () => {
    await rm(root, { recursive: true });
  });

  it('is read by it, wherever the config lies above it', async () => {
    const { history, config, reading } = await openTrace(join(root, 'logs', 'a.log'));
    assert.equal(config, join(root, 'race-trace.json'));
    assert.deepEqual(
      rowsOf(history).map(({ request_id: id, result, units, end_us: end }) => [id, result, units, end]),
      [
        ['r1', 'success', 1, 1_700_000_000_000_000],
        ['r2', 'rejected', 2, 1_700_000_000_000_000],
      ],
    );
    assert.deepEqual(reading.leftOut, { 'where msg=sold|sold out': 1 });
    assert.equal((await openTrace(join(root, 'other.ndjson'))).config, undefined);
  });

  it('is read by the user’s options first, and by the settings last', async () => {
    const path = join(root, 'logs', 'a.log');
    const { history } = await openTrace(path, {
      mapping: { results: new Map([['sold', 'timeout']]), where: new Map([['msg', ['sold']]]) },
      otherwise: {
        columns: new Map([
          ['inventory_key', 'time'],
          ['worker_id', 'qty'],
        ]),
      },
    });
    const [row] = rowsOf(history);
    assert.deepEqual(
      [history.size, row!.result, row!.inventory_key, row!.worker_id],
      [1, 'timeout', 'k', 'one'],
    );
  });

  it('is one history with others', async () => {
    const paths = ['a.log', 'b.log'].map((name) => join(root, 'logs', name)) as [string, string];
    const { history } = await openTogether(paths);
    assert.deepEqual(
      rowsOf(history).map(({ units }) => units),
      [1, 2, -1],
    );
  });

  it('cannot be read by a config that is wrong', async () => {
    const path = join(root, 'logs', 'race-trace.config.json');
    for (const [text, why] of [
      [
        '{"sources":[{"file":"x"}]}',
        /race-trace\.config\.json cannot be used: sources\.0\.file: there is no such member; did you mean files\?/,
      ],
      ['{"store":{"url":"postgres://u:hunter2@h" x}}', /cannot be used: it is not JSON/],
    ] as const) {
      await writeFile(path, text);
      await assert.rejects(openTrace(join(root, 'logs', 'a.log')), (error: Error) => {
        assert.match(error.message, why);
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      });
    }
    await rm(path);
    assert.equal((await configFor(join(root, 'logs', 'a.log')))?.path, join(root, 'race-trace.json'));
  });
});
