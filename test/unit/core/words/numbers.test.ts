import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  clock,
  count,
  counted,
  duration,
  moment,
  momentWithUnit,
  signed,
  span,
} from '../../../../src/core/words/numbers.ts';

test('counts have thousands separators and a real minus, in every locale', () => {
  assert.deepEqual([0, 999, 1000, 540_000, -1234567, -0.2].map(count), [
    '0',
    '999',
    '1,000',
    '540,000',
    '−1,234,567',
    '0',
  ]);
  assert.deepEqual([1, 0, -2].map(signed), ['+1', '0', '−2']);
  assert.equal(counted(1, 'attempt'), '1 attempt');
  assert.equal(counted(1204, 'attempt'), '1,204 attempts');
  assert.equal(counted(2, 'inventory', 'inventories'), '2 inventories');
});

test('durations have as many digits as they deserve', () => {
  const written: readonly [number, string][] = [
    [0, '0 ms'],
    [0.042, '0.042 ms'],
    [0.9996, '1 ms'],
    [4.13, '4.1 ms'],
    [99.96, '100 ms'],
    [1204.4, '1,204 ms'],
    [12_500, '12.5 s'],
    [119_960, '2:00 min'],
    [600_000, '10:00 min'],
    [3_599_700, '1:00:00 h'],
    [3_600_000, '1:00:00 h'],
    [-1.25, '−1.3 ms'],
  ];
  for (const [ms, text] of written) assert.equal(duration(ms), text);
});

test('lengths of time that somebody chose are in the largest unit that they are a whole number of', () => {
  assert.deepEqual([0.5, 60, 90, 120, 600, 3600, 5400, 86_400].map(span), [
    '0.5 s',
    '60 s',
    '90 s',
    '2 min',
    '10 min',
    '1 h',
    '90 min',
    '24 h',
  ]);
});

test('clocks show minutes and seconds, and hours from an hour on', () => {
  assert.deepEqual([0, 7e6, 600e6, 3723e6].map(clock), ['0:00', '0:07', '10:00', '1:02:03']);
});

test('moments are exact to the microsecond, in ms for a short run and on the clock for a long one', () => {
  assert.equal(moment(13_121, 14_000), '13.121');
  assert.equal(moment(1_234_567, 9e6), '1,234.567');
  assert.equal(moment(-200, 9e6), '−0.200');
  assert.equal(moment(312_004_118, 600e6), '5:12.004118');
  assert.equal(moment(59_999_999.6, 600e6), '1:00.000000');
  assert.equal(momentWithUnit(13_121, 14_000), '13.121 ms');
  assert.equal(momentWithUnit(312_004_118, 600e6), '5:12.004118');
});
