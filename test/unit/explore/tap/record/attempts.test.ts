import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attemptsOf, NO_KEY } from '../../../../../src/explore/tap/record/attempts.ts';
import type { DoneUnit, RecordedRequest } from '../../../../../src/explore/tap/record/request-groups.ts';
import type { Books } from '../../../../../src/ingest/books/records.ts';

const ROLES = { key: 'sku', value: 'n', version: 'xmin' };
let clock = 0;

/** A unit of one statement, as `text` and what the server answered: a tag, or a SQLSTATE. */
function unit(
  text: string,
  answered: string,
  {
    parameters = [],
    rows = [],
  }: { parameters?: readonly string[]; rows?: readonly Record<string, string>[] } = {},
): DoneUnit {
  const failed = /^[0-9A-Z]{5}$/.test(answered) && /\d/.test(answered);
  const arrivedUs = (clock += 10);
  return {
    unit: {
      connection: 1,
      backendPid: 7,
      number: 1,
      pass: undefined,
      statements: [{ text, parameters }],
      status: 'in-transaction',
      begins: false,
      arrivedUs,
      abandoned: new AbortController().signal,
      done: new Promise(() => undefined),
    },
    outcome: {
      statements: failed
        ? []
        : [
            {
              tag: answered,
              rowCount: Number(/\d+$/.exec(answered)?.[0] ?? Number.NaN),
              columns: [],
              rows: rows.map((row) => new Map(Object.entries(row))),
            },
          ],
      error: failed ? { code: answered, message: '' } : undefined,
      status: 'idle',
      isLost: false,
      sentUs: arrivedUs + 1,
      doneUs: arrivedUs + 5,
    },
  };
}

const request = (...units: readonly DoneUnit[]): RecordedRequest => ({ id: 'r', units, isMixed: false });
const books = (records: Record<string, readonly [value: number, version?: number]>): Books =>
  new Map(Object.entries(records).map(([key, [value, version]]) => [key, { value, version }])) as Books;

const READ = unit('select n, xmin from stock where sku = $1', 'SELECT 1', {
  parameters: ['a'],
  rows: [{ n: '3', xmin: '70' }],
});
const WRITE = unit('update stock set n = 2 where sku = $1', 'UPDATE 1', { parameters: ['a'] });
const COMMIT = unit('commit', 'COMMIT');

test('what a request read is what the columns show, and what it wrote what the books hold after it', () => {
  const [attempt, ...others] = attemptsOf(
    request(READ, WRITE, COMMIT),
    ROLES,
    books({ a: [3, 70], b: [1, 1] }),
    books({ a: [2, 71], b: [1, 1] }),
  );
  assert.deepEqual(others, []);
  const { key, result, units, readVersion, writeVersion, readValue, writeValue } = attempt!;
  assert.deepEqual([key, result, units], ['a', 'success', 1]);
  assert.deepEqual([readVersion, writeVersion, readValue, writeValue], ['70', '71', '3', '2']);
  assert.equal(attempt!.readUs, READ.outcome.sentUs);
  assert.equal(attempt!.writeUs, WRITE.outcome.doneUs);
  assert.equal(attempt!.endUs, COMMIT.outcome.doneUs);
  assert.deepEqual(
    [attempt!.readText, attempt!.writeText],
    [READ.unit.statements[0]!.text, WRITE.unit.statements[0]!.text],
  );
});

test('a request that changes several records has an attempt for each', () => {
  const attempts = attemptsOf(
    request(WRITE, COMMIT),
    {},
    books({ a: [3], b: [1], c: [1] }),
    books({ a: [2], b: [0], c: [1] }),
  );
  assert.deepEqual(
    attempts.map(({ key, units }) => [key, units]),
    [
      ['a', 1],
      ['b', 1],
    ],
  );
});

test('how a request ended', () => {
  const same = books({ a: [3, 70] });
  const result = (...units: readonly DoneUnit[]) =>
    attemptsOf(request(...units), ROLES, same, same)[0]!.result;
  assert.equal(result(READ), 'rejected');
  assert.equal(result(READ, unit('update stock set n = 2 where xmin = $1', 'UPDATE 0')), 'conflict');
  for (const code of ['40001', '40P01', '23505', '55P03'])
    assert.equal(result(READ, unit('update', code)), 'conflict');
  assert.equal(result(READ, { ...WRITE, outcome: { ...WRITE.outcome, isLost: true } }), 'timeout');
});

test('without books a write that was committed is a success, and one that was rolled back is none', () => {
  const result = (...units: readonly DoneUnit[]) =>
    attemptsOf(request(...units), ROLES, undefined, undefined)[0]!;
  assert.equal(result(READ, WRITE, COMMIT).result, 'success');
  assert.equal(result(WRITE).result, 'success');
  assert.equal(result(READ, WRITE, unit('rollback', 'ROLLBACK')).result, 'rejected');
  const returned = result(
    unit('update stock set n = 2 returning sku, n, xmin', 'UPDATE 1', {
      rows: [{ sku: 'b', n: '2', xmin: '9' }],
    }),
  );
  assert.deepEqual([returned.key, returned.writeVersion, returned.writeValue], ['b', '9', '2']);
});

test('the record that a request looked at is named by a column, a parameter or a value in the text; else by nothing', () => {
  const known = books({ a: [3], "b'c": [1], 17: [1] });
  const keyOf = (one: DoneUnit, roles = {}) => attemptsOf(request(one), roles, known, known)[0]!.key;
  assert.equal(keyOf(unit('select', 'SELECT 1', { rows: [{ sku: 'z' }] }), ROLES), 'z');
  assert.equal(keyOf(unit('select $1, $2', 'SELECT 1', { parameters: ['none', 'a'] })), 'a');
  assert.equal(keyOf(unit("select 'b''c'".replace("''", "'"), 'SELECT 1')), NO_KEY);
  assert.equal(keyOf(unit('select n from stock where id = 17', 'SELECT 1')), '17');
  assert.equal(keyOf(unit('select n from stock', 'SELECT 1')), NO_KEY);
});

test('statements are kept without the values in them', () => {
  const [attempt] = attemptsOf(
    request(unit("update t set note = 'secret'\n where id = 5", 'UPDATE 1'), unit('commit', '40001')),
    {},
    undefined,
    undefined,
  );
  assert.deepEqual(attempt!.steps, ['update t set note = ? where id = ? → UPDATE 1', 'commit → 40001']);
});
