import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { file, json } from './check-files.ts';
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
    assert.deepEqual(value.rows, { accepted: 2, rejected: 0, blank: 0, skipped: 2 });
    assert.deepEqual(value.skipped_by, { 'where msg=reserved': 2 });
    const { stdout } = await runCli(['check', log, ...READ]);
    assert.match(stdout, /skipped\n +2 {2}lines by where msg=reserved\n/);
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
