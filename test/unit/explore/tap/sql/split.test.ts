import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitStatements } from '../../../../../src/explore/tap/sql/split.ts';

const CASES: readonly (readonly [sql: string, statements: readonly string[]])[] = [
  ['', []],
  [' ; -- nothing', []],
  ['select 1', ['select 1']],
  ['select 1;', ['select 1']],
  ['begin; select 2 ;commit;', ['begin', 'select 2', 'commit']],
  ['select \';\' ; select "a;b"', ["select ';'", 'select "a;b"']],
  ["select 'it''s;' ; select 2", ["select 'it''s;'", 'select 2']],
  ["select E'\\';' ; select 2", ["select E'\\';'", 'select 2']],
  ['select $$ ; $$; select $a$ $$;$a$', ['select $$ ; $$', 'select $a$ $$;$a$']],
  ['select 1 -- a;b\n; select 2', ['select 1 -- a;b', 'select 2']],
  ['/* a; /* b; */ c; */ select 1; select 2', ['/* a; /* b; */ c; */ select 1', 'select 2']],
  ['select $1; select $2', ['select $1', 'select $2']],
  [
    'create rule r as on insert to t do (select 1; select 2); select 3',
    ['create rule r as on insert to t do (select 1; select 2)', 'select 3'],
  ],
  [
    'create function f() begin atomic select case when true then 1 end; select 2; end; select 3',
    ['create function f() begin atomic select case when true then 1 end; select 2; end', 'select 3'],
  ],
  ["select 'no end; of it", ["select 'no end; of it"]],
];

for (const [sql, statements] of CASES)
  test(`the statements of ${JSON.stringify(sql)}`, () => {
    assert.deepEqual(splitStatements(sql), statements);
  });
