import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passReasonOf } from '../../../../../src/explore/tap/sql/pass-reason.ts';

const PASS = {
  begin: [
    'BEGIN',
    'begin isolation level serializable',
    'START TRANSACTION READ ONLY',
    '/* a */ -- b\n begin',
  ],
  prepare: ['PREPARE p AS select * from stock'],
  session: [
    'SET extra_float_digits = 3',
    'show transaction isolation level',
    'DISCARD ALL',
    'deallocate p',
    'savepoint a',
    'release savepoint a',
    'select 1',
    'SELECT version()',
    "select pg_catalog.set_config('search_path', '', false)",
    'rollback',
    'commit',
  ],
  listen: ['listen sold', 'unlisten *'],
  copy: ['copy stock to stdout'],
  catalogue: [
    'select b.oid, b.typarray from pg_catalog.pg_type a left join pg_catalog.pg_type b on b.oid = a.typelem',
    'select * from information_schema.tables where table_name = $1',
    'select count(*) from pg_class c, pg_namespace n',
    'select (select typname from pg_type where oid = 1) from pg_attribute',
  ],
} as const;

/** What a regular expression would take for something harmless. */
const STEPS = [
  'select remaining from stock where sku = $1',
  'update stock set remaining = 1',
  'notify sold',
  'prepare transaction $1',
  'commit prepared $1',
  'execute p(1)',
  'select nextval($1)',
  'select buy(1)',
  'select pg_advisory_xact_lock(7)',
  'select pg_advisory_lock(oid) from pg_class',
  'select buy(oid) from pg_class',
  'select * from pg_class, stock',
  'select * from pg_class c join stock on true',
  'select * from pg_class where oid in (select id from stock)',
  'select (select max(n) from stock) from pg_class',
  'select * from only stock',
  'select * into pg_x from pg_class',
  'select * from generate_series(1, 2), stock',
  'with s as (update stock set n = 1 returning n) select * from s',
  'rollback to savepoint a',
  "select 'from pg_class', n from stock",
  'table stock',
];

for (const [reason, statements] of Object.entries(PASS))
  for (const sql of statements)
    test(`${JSON.stringify(sql)} passes: ${reason}`, () => {
      assert.equal(passReasonOf(sql, 'idle'), reason);
    });

for (const sql of STEPS)
  test(`${JSON.stringify(sql)} is a step`, () => {
    assert.equal(passReasonOf(sql, 'in-transaction'), undefined);
  });

test('the end of a transaction is a step where there is one', () => {
  for (const end of ['commit', 'ROLLBACK', 'end', 'abort']) {
    assert.equal(passReasonOf(end, 'in-transaction'), undefined);
    assert.equal(passReasonOf(end, 'failed'), undefined);
  }
});
