import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { place } from '../../../../src/core/picture/placement.ts';
import { checked, historyOf } from '../check/history-language.ts';
import { oddTraces } from './odd-traces.ts';
import { NONE } from '../../../../src/core/words/codes.ts';

const allRows = ({ history }: Analysis): number[] => [...Array(history.size).keys()];

/** The steps of all attempts in the order of the axis: `A:start A:read B:write`, what shares a place joined by `=`. */
function interleaving(analysis: Analysis, axis: 'time' | 'order'): string {
  const { history } = analysis;
  const placed = place(analysis, allRows(analysis), axis);
  const steps = allRows(analysis).flatMap((row) =>
    (['start', 'read', 'write', 'end'] as const).map((step) => ({
      at: placed[step][row]!,
      name: `${history.strings.at(history.clientId[row]!)}:${step}`,
    })),
  );
  const drawn = steps.filter(({ at }) => !Number.isNaN(at)).sort((a, b) => a.at - b.at);
  return drawn
    .map(({ at, name }, i) => (i > 0 && drawn[i - 1]!.at === at ? `=${name}` : ` ${name}`))
    .join('')
    .trim();
}

test('without times, a version is read before the write that replaced it and after the one that made it', () => {
  const analysis = checked(`
    C r-3 seat-7 read 2 write 4 success
    B r-2 seat-7 read 1 write 3 success
    A r-1 seat-7 read 1 write 2 success
  `);
  const expected = 'B:start B:read A:start A:read A:write A:end C:start C:read B:write B:end C:write C:end';
  assert.equal(interleaving(analysis, 'order'), expected);
  assert.equal(interleaving(analysis, 'time'), expected, 'both axes are the order');
});

test('without times, a refused attempt is answered after the write that beat it', () => {
  const analysis = checked(`
    B r-2 seat-7 read 1 conflict
    A r-1 seat-7 read 1 write 2 success
  `);
  assert.equal(interleaving(analysis, 'order'), 'B:start B:read A:start A:read A:write A:end B:end');
});

test('without times, a replay stands after the write that it repeats', () => {
  const analysis = checked(`
    A r-1 seat-7 read 1 write 2 success
    B r-2 seat-7 read 2 write 3 success
    A2 r-1 seat-7 write 2 success
  `);
  const order = interleaving(analysis, 'order').split(' ');
  assert.ok(order.indexOf('A:write') < order.indexOf('A2:write'));
  assert.ok(order.indexOf('A2:write') < order.indexOf('B:write'));
});

test('without times and versions, attempts follow each other as in the file', () => {
  const analysis = checked(`
    A r-1 seat-7 - success
    B r-2 seat-7 - rejected
  `);
  assert.equal(interleaving(analysis, 'order'), 'A:start A:end B:start B:end');
});

test('the order axis ranks distinct times', () => {
  const analysis = checked(`
    A r-1 seat-7 |--R1---------W2--|  success
    B r-2 seat-7   |-R1|              rejected
  `);
  assert.equal(interleaving(analysis, 'order'), 'A:start B:start A:read B:read B:end A:write A:end');
  const placed = place(analysis, [0, 1], 'order');
  assert.deepEqual([...placed.start, ...placed.read, ...placed.end], [0, 1, 2, 3, 6, 4]);
});

test('the order axis tells the steps apart that a coarse clock puts together', () => {
  const instant = {
    key: 'seat-7',
    start: 5000,
    readAt: 5000,
    writeAt: 5000,
    end: 5000,
    result: 'success' as const,
  };
  const history = historyOf([
    { ...instant, client: 'A', request: 'r-1', read: 1, write: 2, start: 1000 },
    { ...instant, client: 'B', request: 'r-2', read: 2, write: 3 },
  ]);
  const analysis = analyze(history, undefined, { accepted: 2, rejected: 0, blank: 0 });
  const order = 'A:start B:start A:read =B:read A:write =B:write A:end =B:end'.replaceAll(' =', '=');
  assert.equal(interleaving(analysis, 'order'), order);
});

test('start and end follow from each other by the latency, and a version without a time stands inside its attempt', () => {
  const analysis = checked(`
    A r-1 seat-7 |--R1----W2--|      success
    B r-2 seat-7 |----R2----W3----|   success
  `);
  const { history } = analysis;
  history.startUs[1] = NaN;
  history.readUs[1] = NaN;
  history.writeUs[1] = NaN;
  const time = place(analysis, [0, 1], 'time');
  assert.equal(time.start[1], 0);
  assert.ok(Number.isNaN(time.read[1]!), 'the time axis shows only what the trace says');
  const order = place(analysis, [0, 1], 'order');
  assert.ok(
    order.start[1]! < order.read[1]! && order.read[1]! < order.write[1]! && order.write[1]! < order.end[1]!,
  );
});

test('an attempt without any time joins the one before it', () => {
  const analysis = checked(`
    A r-1 seat-7    |--R1----W2--|      success
    B r-2 seat-7    read 2 rejected
  `);
  const placed = place(analysis, [0, 1], 'time');
  assert.deepEqual([placed.start[1], placed.end[1]], [placed.start[0], placed.start[0]]);
});

test('start and end are always placed, in that order; on the order axis so is every version', () => {
  fc.assert(
    fc.property(oddTraces, fc.constantFrom('time' as const, 'order' as const), (analysis, axis) => {
      const rows = allRows(analysis);
      const placed = place(analysis, rows, axis);
      const { readVersion, writeVersion } = analysis.history;
      for (const row of rows) {
        assert.ok(placed.start[row]! <= placed.end[row]!);
        if (axis === 'time') continue;
        assert.equal(Number.isNaN(placed.read[row]!) && readVersion[row] !== NONE, false);
        assert.equal(Number.isNaN(placed.write[row]!) && writeVersion[row] !== NONE, false);
      }
    }),
  );
});

test('the order axis never turns two times around', () => {
  fc.assert(
    fc.property(oddTraces, (analysis) => {
      const rows = allRows(analysis);
      const [time, order] = [place(analysis, rows, 'time'), place(analysis, rows, 'order')];
      const steps = (['start', 'read', 'write', 'end'] as const).flatMap((step) =>
        rows.map((row) => ({ time: time[step][row]!, rank: order[step][row]! })),
      );
      const known = steps.filter(({ time }) => !Number.isNaN(time)).sort((a, b) => a.time - b.time);
      for (const [i, { time, rank }] of known.entries())
        for (const earlier of known.slice(0, i)) if (earlier.time < time) assert.ok(earlier.rank < rank);
    }),
  );
});
