import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { figureText, percent } from '../../../src/core/text/figures.ts';
import { bytesText, limitText, metricText } from '../../../src/report/figures.ts';

describe('the figures of a report', () => {
  for (const [share, text] of [
    [0, '0 %'],
    [0.0003, '0.03 %'],
    [0.00004, '0.004 %'],
    [420 / 38_420, '1.09 %'],
    [0.0592105, '5.92 %'],
    [0.068, '6.8 %'],
    [0.212, '21.2 %'],
    [0.0995, '9.95 %'],
    [0.5, '50 %'],
    [1, '100 %'],
    [-0.021, '−2.1 %'],
  ] as const)
    it(`writes ${share} as ${text}`, () => {
      assert.equal(percent(share), text);
    });

  it('say when they were not measured', () => {
    assert.equal(figureText(undefined, 'ms'), 'not measured');
    assert.equal(figureText(NaN, 'share'), 'not measured');
  });

  it('carry their unit', () => {
    assert.deepEqual(
      [figureText(141, 'ms'), figureText(38_420, 'units'), figureText(1.2121, 'attempts'), bytesText(1234)],
      ['141 ms', '38,420', '1.212', '1,234 bytes'],
    );
  });

  it('write a limit as it is to be read, and a mismatch with its sign', () => {
    assert.equal(limitText({ limit: 150, bound: 'below', unit: 'ms' }), 'below 150 ms');
    assert.equal(limitText({ limit: 0.1, bound: 'at most', unit: 'share' }), 'at most 10 %');
    assert.equal(limitText({ limit: 0, bound: 'equal', unit: 'units' }), '0');
    assert.equal(limitText({ limit: undefined, bound: 'at most', unit: 'units' }), 'reported');
    assert.equal(limitText({ limit: undefined, bound: 'equal', unit: 'units' }), 'as expected');
    assert.equal(limitText({ limit: 1.25, bound: 'at most', unit: 'attempts' }), 'at most 1.25');
    assert.equal(metricText('invariant mismatch', 420, 'units'), '+420');
    assert.equal(metricText('invariant error rate', 420 / 38_420, 'share'), '1.093 %');
  });
});
