import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { axisFormat } from '../../../webview/lanes/axis-format.ts';
import { describeHit, describeSlice } from '../../../webview/lanes/describe.ts';
import { boxedText, fitBy, fitMiddleBy, fittingLabel } from '../../../webview/lanes/text.ts';
import { brushOf, dragged, gripAt } from '../../../webview/overview/brush.ts';
import { rowByKey, scrolledTo, windowOf } from '../../../webview/ui/virtual-list.ts';
import { raceSlice } from '../../webview/fixtures/race.ts';

describe('text on the canvas', () => {
  const width = (text: string): number => text.length * 7;

  it('is whole where it fits, else ends in an ellipsis that fits', () => {
    assert.equal(fitBy('worker-1', 56, width), 'worker-1');
    assert.equal(fitBy('worker-1', 55, width), 'worker…');
    assert.ok(width(fitBy('a long name of a worker', 80, width)) <= 80);
  });

  it('is nothing where not even two letters fit', () => {
    assert.equal(fitBy('worker-1', 14, width), '');
    assert.equal(fitBy('worker-1', -5, width), '');
  });

  it('keeps the end of a name, which tells it from the others, and cuts its middle', () => {
    assert.equal(fitMiddleBy('worker-1', 56, width), 'worker-1');
    const cut = fitMiddleBy('reservation-service-7d9f8b6c5d-x2k0j', 110, width);
    assert.match(cut, /^reser…/);
    assert.match(cut, /x2k0j$/);
    assert.ok(width(cut) <= 110);
    assert.equal(fitMiddleBy('worker-1', 14, width), '');
  });

  it('is left out part by part, never cut, where half of it would be another text', () => {
    const context = {
      font: '',
      measureText: (text: string) => ({ width: text.length * 7 }),
    } as CanvasRenderingContext2D;
    const labels = ['v3 · 0 · w2 ✕ from v1', 'v3 ✕ from v1', 'v3 ✕', 'v3'];
    const fitting = (room: number): string => fittingLabel(context, labels, room);
    assert.deepEqual([200, 100, 30, 20, 10].map(fitting), [...labels, '']);
  });

  it('stands on a box of the background, through whose letters no line is seen', () => {
    const calls: string[] = [];
    const context = {
      font: 'boxed',
      measureText: () => ({ width: 40 }),
      fillRect: (x: number, y: number, width: number, height: number) =>
        calls.push(`box ${x} ${y} ${width} ${height}`),
      fillText: (text: string) => calls.push(text),
    } as unknown as CanvasRenderingContext2D;
    boxedText(context, '7.5 ms', { x: 10, y: 20 }, 'red', 'black');
    assert.deepEqual(calls, ['box 8 13.5 44 13', '7.5 ms']);
  });

  it('is never cut inside a character', () => {
    for (let room = 0; room < 100; room += 3) {
      const cut = fitBy('e\u0301👩‍👧🧪e\u0301abc', room, width);
      assert.doesNotMatch(cut, /\p{Surrogate}/u);
      assert.doesNotMatch(cut, /\u200d…|[^e]\u0301/u);
    }
  });
});

describe('numbers of the axis', () => {
  const text = (axis: 'time' | 'order', from: number, to: number, at: number, longestUs = to): string => {
    const { unit, tick } = axisFormat(axis, from, to, 7, longestUs);
    return tick(at / unit);
  };

  it('are in the unit in which the lists tell a run of this length, with the decimals that are needed', () => {
    assert.equal(text('time', 8_000, 15_000, 9_000), '9 ms');
    assert.equal(text('time', 8_000, 9_000, 8_200), '8.2 ms');
    assert.equal(text('time', 600_000_000, 600_007_000, 600_001_000), '10:00.001');
    assert.equal(text('time', 640_000, 650_000, 645_000, 240_000_000), '0:00.645');
    assert.equal(text('time', 0, 60_000_000, 10_000_000), '0:10');
    assert.equal(text('time', 0, 600_000_000, 120_000_000), '2:00');
    assert.equal(text('time', 0, 600_000_000, 90_000_000), '1:30');
    assert.equal(text('time', 0, 7_200_000_000, 3_723_000_000), '1:02:03');
  });

  it('are whole places on the order axis', () => {
    assert.equal(text('order', 0, 5_000, 1_000), '1,000');
    assert.equal(text('order', 0, 3, 0.5), '');
  });

  it('tell neighbouring ticks apart at any zoom', () => {
    for (let span = 20; span < 1e9; span *= 3) {
      const { unit, tick } = axisFormat('time', 1e6, 1e6 + span, 7, 1e6 + span);
      const step = span / unit / 5;
      assert.notEqual(tick(1e6 / unit), tick(1e6 / unit + step));
    }
  });
});

describe('words for the picture', () => {
  const slice = raceSlice({ keyId: 7, laneBy: 'worker', axis: 'time', widthPx: 700, findingId: 0 });

  it('say how many attempts and what is wrong with the versions', () => {
    assert.equal(
      describeSlice(slice, 'B wrote v3.'),
      'Swimlane of seat-7: 3 attempts on 4 lanes. 1 of 3 versions should not exist. Selected: B wrote v3.',
    );
  });

  it('say of a mark who, what and how it ended', () => {
    assert.deepEqual(describeHit(slice, { kind: 'step', mark: 1, step: 'write' }, 15_000), [
      'r-002 · w2',
      'read v1, wrote v3, ✓ success 4.7 ms',
      '✕ stale-version write',
      'write at 13.121 ms',
      'Click opens the line of the write',
    ]);
    assert.deepEqual(describeHit(slice, { kind: 'bar', mark: 2 }, 15_000), [
      'r-003 · w3',
      'read v2, ⊖ rejected 1.8 ms',
      'Click for all columns',
    ]);
  });
});

describe('the tooltips', () => {
  const slice = raceSlice({ keyId: 7, laneBy: 'worker', axis: 'time', widthPx: 700, findingId: 0 });
  const line = (hit: Parameters<typeof describeHit>[1], at: number, longestUs = 15_000): string =>
    describeHit(slice, hit, longestUs)[at]!;

  it('tell moments to the microsecond, as the code path does', () => {
    assert.equal(line({ kind: 'rung', rung: 1 }, 1), '11.918 ms to 13.121 ms');
    assert.equal(line({ kind: 'rung', rung: 0 }, 1), 'until 11.918 ms');
    assert.equal(line({ kind: 'rung', rung: 2 }, 1), 'from 13.121 ms on');
    assert.equal(line({ kind: 'step', mark: 0, step: 'confirm' }, 2), 'confirmation at 12.397 ms');
    assert.equal(line({ kind: 'step', mark: 0, step: 'read' }, 2, 240_000_000), 'read at 0:00.009301');
  });
});

describe('the brush', () => {
  const whole = [0, 1_000] as const;

  it('lies where the view lies, and can be seen and taken however short the view is', () => {
    assert.deepEqual(brushOf([100, 300], whole, 500), { from: 50, to: 150 });
    const short = brushOf([500, 500.001], whole, 500);
    assert.equal(short.to - short.from, 8);
    assert.equal(gripAt(short, 250), 'move');
  });

  it('is moved in its middle, pulled at its edges, and drawn anew elsewhere', () => {
    const brush = brushOf([100, 300], whole, 500);
    assert.equal(gripAt(brush, 100), 'move');
    assert.equal(gripAt(brush, 50), 'from');
    assert.equal(gripAt(brush, 152), 'to');
    assert.equal(gripAt(brush, 400), 'new');
    const drag = (grip: Parameters<typeof dragged>[0]): readonly [number, number] =>
      dragged(grip, [100, 300], whole, 500, { from: 200, to: 250 });
    assert.deepEqual(drag('move'), [200, 400]);
    assert.deepEqual(drag('from'), [200, 300]);
    assert.deepEqual(drag('to'), [100, 400]);
    assert.deepEqual(drag('new'), [400, 500]);
  });

  it('never turns inside out', () => {
    const [from, to] = dragged('from', [100, 300], whole, 500, { from: 0, to: 499 });
    assert.ok(from < to);
    const [left, right] = dragged('new', [100, 300], whole, 500, { from: 200, to: 200 });
    assert.ok(left < right);
  });
});

describe('a long list', () => {
  it('holds the rows in sight and a few around them', () => {
    assert.deepEqual(windowOf(0, 240, 24, 5_000), { first: 0, end: 18 });
    assert.deepEqual(windowOf(24_000, 240, 24, 5_000), { first: 992, end: 1_018 });
    assert.deepEqual(windowOf(119_760, 240, 24, 5_000), { first: 4_982, end: 5_000 });
    assert.deepEqual(windowOf(9_999, 240, 24, 3), { first: 3, end: 3 });
  });

  it('scrolls as little as it needs to show a row', () => {
    assert.equal(scrolledTo(5, 0, 240, 24), 0);
    assert.equal(scrolledTo(10, 0, 240, 24), 24);
    assert.equal(scrolledTo(2, 120, 240, 24), 48);
  });

  it('is walked by arrows, pages and ends, and stops there', () => {
    assert.equal(rowByKey('ArrowDown', -1, 5, 3), 0);
    assert.equal(rowByKey('ArrowUp', -1, 5, 3), 4);
    assert.equal(rowByKey('ArrowDown', 4, 5, 3), 4);
    assert.equal(rowByKey('PageUp', 2, 5, 3), 0);
    assert.equal(rowByKey('End', 0, 5, 3), 4);
    assert.equal(rowByKey('x', 0, 5, 3), undefined);
    assert.equal(rowByKey('Home', 0, 0, 3), undefined);
  });
});
