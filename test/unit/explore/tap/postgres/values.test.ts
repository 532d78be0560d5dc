import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAt, textOf } from '../../../../../src/explore/tap/postgres/values.ts';

const hex = (digits: string) => Buffer.from(digits, 'hex');

test('a value is the text that the server would write', () => {
  assert.equal(textOf(Buffer.from('12'), 0, 23), '12');
  assert.equal(textOf(null, 1, 23), null);
  assert.equal(textOf(hex('ffff'), 1, 21), '-1');
  assert.equal(textOf(hex('0000000c'), 1, 23), '12');
  assert.equal(textOf(hex('7fffffffffffffff'), 1, 20), '9223372036854775807');
  assert.equal(textOf(hex('ffffffff'), 1, 28), '4294967295');
  assert.equal(textOf(hex('01'), 1, 16), 't');
  assert.equal(textOf(hex('4004000000000000'), 1, 701), '2.5');
  assert.equal(textOf(Buffer.from('ü'), 1, 25), 'ü');
  assert.equal(
    textOf(hex('00112233445566778899aabbccddeeff'), 1, 2950),
    '00112233-4455-6677-8899-aabbccddeeff',
  );
});

test('a binary form that is not known, or not of its type, is no value', () => {
  assert.equal(textOf(hex('0000'), 1, 1700), undefined);
  assert.equal(textOf(hex('00'), 1, 23), undefined);
});

test('a list of formats has none for all, one for all, or one for each', () => {
  assert.deepEqual([formatAt([], 3), formatAt([1], 3), formatAt([0, 1], 1)], [0, 1, 1]);
});
