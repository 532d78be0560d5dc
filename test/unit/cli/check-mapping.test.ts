import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { file, folder, json } from './check-files.ts';
import { runCli } from './terminal.ts';

const log = file(
  'app.ndjson',
  [
    'Server started',
    '{"msg":"listening"}',
    '{"msg":"reserved","req":{"id":"r1"},"sku":"seat-7","status":201,"read_version":1,"write_version":2}',
    '{"msg":"reserved","req":{"id":"r2"},"sku":"seat-7","status":200,"read_version":1,"write_version":3}',
    '',
  ].join('\n'),
);
const MAPPED = ['--map', 'request_id=req.id', '--map', 'inventory_key=sku', '--map', 'result=status'];
const READ = [
  ...MAPPED,
  '--map-result',
  '201=success',
  '--map-result',
  '200=success',
  '--where',
  'msg=reserved',
];

describe('race-trace check of a log', () => {
  it('reads paths and results of the user’s own, and counts the lines that are no attempts', async () => {
    const { value, code } = await json(log, ...READ);
    assert.equal(code, 1);
    assert.equal(value.verdict, 'violation');
    assert.deepEqual(value.rows, { accepted: 2, rejected: 0, blank: 0, skipped: 2, repeated: 0 });
    assert.deepEqual(value.skipped_by, { 'where msg=reserved': 2 });
    const { stdout } = await runCli(['check', log, ...READ]);
    assert.match(stdout, /no attempts\n +2 {2}lines skipped by where msg=reserved\n/);
  });

  it('says how results of other names are mapped', async () => {
    const { stdout } = await runCli(['check', log, ...MAPPED, '--where', 'msg=reserved']);
    assert.match(
      stdout,
      /a result stands for is said with --map-result 201=success, or as result in race-trace\.json\n/,
    );
    assert.match(
      (await runCli(['check', log, ...MAPPED])).stdout,
      /no attempts are skipped with --where NAME=VALUE/,
    );
    assert.doesNotMatch((await runCli(['check', log, ...READ])).stdout, /--map-result|--where/);
  });

  it('keeps what was given in the command to type next', async () => {
    const given = ['--map-result', '201=success', '--where', 'msg=reserved', '--map', 'request_id=req.id'];
    const { stderr, code } = await runCli(['check', log, ...given]);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /race-trace check --map request_id=req\.id --map inventory_key=sku --map result=status --map-result 201=success --where msg=reserved /,
    );
  });

  it('refuses an option that says nothing', async () => {
    for (const [option, value, why] of [
      ['--map-result', '201=sold', /must be theirs=ours, .* one of success, conflict/],
      ['--map-result', '201', /must be theirs=ours/],
      ['--where', 'msg', /must be name=value/],
    ] as const) {
      const { code, stderr } = await runCli(['check', log, option, value]);
      assert.equal(code, 2);
      assert.match(stderr, why);
    }
  });
});

describe('race-trace check beside a race-trace.json', () => {
  const config = join(folder, 'race-trace.json');
  const sources = [
    {
      files: 'app.ndjson',
      where: { msg: 'reserved' },
      map: { request_id: 'req.id', inventory_key: 'sku' },
      result: { from: 'status', '2xx': 'success' },
    },
  ];
  afterEach(() => {
    rmSync(config, { force: true });
  });

  it('reads the log by it, and says so', async () => {
    writeFileSync(config, JSON.stringify({ sources }));
    const { value } = await json(log);
    assert.equal(value.verdict, 'violation');
    assert.equal(value.config, config);
    assert.match((await runCli(['check', log])).stdout, /· mapped by .*race-trace\.json\n$/);
  });

  it('ends in exit code 2 where it is wrong, and names the member', async () => {
    writeFileSync(config, JSON.stringify({ sources: [{ ...sources[0], result: { '2xx': 'sold' } }] }));
    const { code, stderr } = await runCli(['check', log]);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /race-trace\.json cannot be used: sources\.0\.result\.2xx: expected one of success, conflict/,
    );
    const { value } = await json(log);
    assert.equal((value.error as { kind: string }).kind, 'bad-config');
  });

  it('starts no command and connects to no store', async () => {
    const marker = join(folder, 'was-started');
    const touch = `touch ${marker}`;
    const url = `sqlite:${join(folder, 'was-opened.db')}`;
    const store = { url, books: 'select 1', command: touch, reset: touch };
    writeFileSync(config, JSON.stringify({ sources, store, invariant: 'select 1' }));
    assert.equal((await runCli(['check', log])).code, 1);
    assert.ok(!existsSync(marker) && !existsSync(join(folder, 'was-opened.db')));
  });
});
