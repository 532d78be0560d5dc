import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { differenceTexts, figureAndLimit, figureText, percent } from '../../../src/core/words/figures.ts';
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
    const limit = (of: Parameters<typeof limitText>[0], measured?: number) => limitText(of, measured);
    assert.equal(limit({ limit: 150, bound: 'below', unit: 'ms' }), 'below 150 ms');
    assert.equal(limit({ limit: 150, bound: 'below', unit: 'ms' }, 150.04), 'below 150 ms');
    assert.equal(limit({ limit: 0.1, bound: 'at most', unit: 'share' }), 'at most 10 %');
    assert.equal(limit({ limit: 0, bound: 'equal', unit: 'units' }, 0), '0');
    assert.equal(limit({ limit: undefined, bound: 'at most', unit: 'units' }, 1), 'reported');
    assert.equal(limit({ limit: undefined, bound: 'equal', unit: 'units' }), 'as expected');
    assert.equal(limit({ limit: 1.25, bound: 'at most', unit: 'attempts' }), 'at most 1.25');
    const mismatch = { metric: 'invariant mismatch', unit: 'units', limit: 0 } as const;
    assert.equal(metricText(mismatch, 420), '+420');
    const rate = { metric: 'invariant error rate', unit: 'share', limit: undefined } as const;
    assert.equal(metricText(rate, 420 / 38_420), '1.093 %');
    const p99 = { metric: 'p99 latency', unit: 'ms', limit: 150 } as const;
    assert.deepEqual([metricText(p99, 150.04), metricText(p99, 141.2)], ['150.04 ms', '141 ms']);
  });

  for (const [value, limit, unit, expected] of [
    [150.04, 150, 'ms', ['150.04 ms', '150 ms']],
    [149.98, 150, 'ms', ['149.98 ms', '150 ms']],
    [150.003, 150.001, 'ms', ['150.003 ms', '150.001 ms']],
    [150, 150, 'ms', ['150 ms', '150 ms']],
    [132.4, 150, 'ms', ['132 ms', '150 ms']],
    [1500.2, 1500, 'ms', ['1,500.2 ms', '1,500 ms']],
    [60_004, 60_000, 'ms', ['60.004 s', '60 s']],
    [600_200, 600_000, 'ms', ['600.2 s', '600 s']],
    [0.100_04, 0.1, 'share', ['10.004 %', '10 %']],
    [1.2503, 1.25, 'attempts', ['1.2503', '1.25']],
    [1 + Number.EPSILON, 1, 'attempts', ['1', '1']],
    [undefined, 150, 'ms', ['not measured', '150 ms']],
  ] as const)
    it(`show on which side of ${limit} ${unit} ${value} is`, () => {
      assert.deepEqual(figureAndLimit(value, limit, unit), expected);
    });

  for (const [values, width, unit, expected] of [
    [[0.0004, 0.0001, 0.0008], 0.0007, 'ms', ['+0.00040', '+0.00010', '+0.00080']],
    [[-3.14159, -12.5, 4], 16.5, 'ms', ['−3', '−13', '+4']],
    [[1234.5, -1000, 3000], 4000, 'ms', ['+1235', '−1000', '+3000']],
    [[0.00012, -0.000_004, 0.0003], 0.0003, 'share', ['+0.012', '0.000', '+0.030']],
    [[0.0123, 0.011, 0.0135], 0.0025, 'attempts', ['+0.0123', '+0.0110', '+0.0135']],
    [[0, 0, 0], 0, 'share', ['0', '0', '0']],
    [[2.5, NaN, NaN], NaN, 'ms', ['+2.5', 'not measured', 'not measured']],
  ] as const)
    it(`write differences ${values.join(', ')} ${unit} with the digits that their interval leaves`, () => {
      const name = { ms: ' ms', share: ' %', attempts: '' }[unit];
      assert.deepEqual(
        differenceTexts(values, width, unit),
        expected.map((text) => (text === 'not measured' ? text : text + name)),
      );
    });
});
