import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { curveOf, pointAt } from '../../../webview/lanes/curve.ts';
import { xOf, type Placed } from '../../../webview/lanes/frame.ts';
import { HEADER_HEIGHT, layOut } from '../../../webview/lanes/geometry.ts';
import { hitTest } from '../../../webview/lanes/hit-test.ts';
import { LabelField, type Box } from '../../../webview/lanes/label-field.ts';
import { indexSlice, nextMark } from '../../../webview/lanes/slice-index.ts';
import { arcsOf } from '../../../webview/lanes/paint-arcs.ts';
import { duplicateSlice } from '../../webview/fixtures/duplicate.ts';
import { raceSlice } from '../../webview/fixtures/race.ts';
import { sliceOf, type Attempt } from '../../webview/fixtures/slice.ts';

const REQUEST = { keyId: 7, laneBy: 'worker', axis: 'time', widthPx: 700, findingId: 0 } as const;

function placed(slice = raceSlice(REQUEST), size = { width: 700, height: 500, gutter: 100 }): Placed {
  const index = indexSlice(slice);
  return { slice, index, geometry: layOut(index, size), view: [8_000, 15_000] };
}

describe('the lines of a slice', () => {
  it('put the lanes of the selected conflict first and keep the order of the others', () => {
    const { lanes } = indexSlice(duplicateSlice({ ...REQUEST, findingId: 1 }));
    assert.deepEqual(
      lanes.map(({ lane }) => lane),
      [1, 3, 0, 2],
    );
    assert.deepEqual(
      lanes.map(({ focus }) => focus),
      [true, true, false, false],
    );
  });

  it('give the conflict’s lanes the colours of the code path’s columns', () => {
    assert.deepEqual(indexSlice(duplicateSlice({ ...REQUEST, findingId: 1 }), [202, 201]).hue, [2, 1, 3, 0]);
  });

  it('give two attempts of one lane the two colours that they have in the code path', () => {
    const slice = raceSlice(REQUEST);
    const one = { ...slice, marks: { ...slice.marks, lane: Uint16Array.of(0, 0, 2) } };
    assert.deepEqual([...indexSlice(one, [101, 102]).markHue], [0, 1, 3]);
  });

  it('do not overlap, and give room to the conflict, in a window of any height', () => {
    for (const height of [150, 300, 600, 1_200]) {
      const { geometry, index } = placed(raceSlice(REQUEST), { width: 700, height, gutter: 100 });
      geometry.lines.forEach((line, i) => {
        const next = geometry.lines[i + 1];
        assert.ok(line.barTop >= line.top && line.barTop + line.barHeight <= line.top + line.height);
        if (next !== undefined) assert.equal(next.top, line.top + line.height);
        if (index.lines[i]!.focus) assert.ok(line.labels && line.height >= 64);
      });
    }
  });

  it('have no line for a track without attempts, and one for a lane without any', () => {
    const attempts: Attempt[] = [
      { row: 0, lane: 0, track: 4, start: 0, service: 0, end: 1, outcome: '', request: '' },
    ];
    const lanes = [0, 1].map((n) => ({ label: `w${n}`, sublabel: '', tracks: 5 }));
    assert.equal(indexSlice(sliceOf(REQUEST, attempts, { lanes })).lines.length, 2);
  });
});

describe('a point of the lanes', () => {
  const at = (value: number, row: number): { x: number; y: number } => {
    const where = placed();
    const line = where.geometry.lines[where.index.lineOf[where.index.markOf.get(row)!]!]!;
    return { x: xOf(where, value), y: HEADER_HEIGHT + line.barTop + line.barHeight / 2 };
  };
  const hit = (x: number, y: number, scroll = 0): ReturnType<typeof hitTest> =>
    hitTest(placed(), scroll, x, y);

  it('means the sign there, also a little beside it', () => {
    const { x, y } = at(13_121, 102);
    for (const dx of [-7, 0, 7]) assert.deepEqual(hit(x + dx, y), { kind: 'step', mark: 1, step: 'write' });
  });

  it('means the bar between its signs, and nothing above or below it', () => {
    const { x, y } = at(11_500, 102);
    assert.deepEqual(hit(x, y), { kind: 'bar', mark: 1 });
    assert.equal(hit(x, y + 40), null);
  });

  it('means the lane at the left and the version above', () => {
    assert.deepEqual(hit(20, at(0, 101).y), { kind: 'lane', lane: 0 });
    assert.deepEqual(hit(at(12_500, 101).x, 50), { kind: 'rung', rung: 1 });
  });

  it('means the last version up to the edge, for nothing has replaced it', () => {
    const { geometry } = placed();
    assert.deepEqual(hit(geometry.right - 2, 50), { kind: 'rung', rung: 2 });
    assert.deepEqual(hit(geometry.left + 2, 50), { kind: 'rung', rung: 0 });
  });

  it('moves with the scrolled lanes', () => {
    const { x, y } = at(13_121, 102);
    assert.deepEqual(hit(x, y - 30, 30), { kind: 'step', mark: 1, step: 'write' });
  });

  it('means the write where signs fall together', () => {
    const slice = sliceOf(
      REQUEST,
      [
        {
          row: 0,
          lane: 0,
          start: 10,
          service: 10,
          read: 10,
          write: 10.001,
          end: 10.002,
          outcome: '',
          request: '',
        },
      ],
      { lanes: [{ label: 'w1', sublabel: '', tracks: 1 }] },
    );
    const where = placed(slice);
    const y = HEADER_HEIGHT + where.geometry.lines[0]!.barTop + 5;
    for (const dx of [-3, 0, 3])
      assert.deepEqual(hitTest(where, 0, xOf(where, 10_000) + dx, y), {
        kind: 'step',
        mark: 0,
        step: 'write',
      });
  });
});

describe('going from attempt to attempt', () => {
  const { marks } = raceSlice(REQUEST);
  const next = (
    row: number,
    by: 1 | -1,
    view: readonly [number, number] = [8_000, 15_000],
  ): number | undefined => nextMark(marks, view, row, by);

  it('follows time and goes around the ends', () => {
    assert.deepEqual([next(-1, 1), next(101, 1), next(103, 1), next(101, -1), next(-1, -1)], [0, 1, 0, 2, 2]);
  });

  it('stays with those in sight', () => {
    assert.equal(next(101, 1, [13_800, 14_000]), 2);
    assert.equal(next(-1, 1, [20_000, 21_000]), undefined);
  });
});

describe('the arcs of a conflict', () => {
  it('are left out with their labels when nothing of them is in sight', () => {
    assert.equal(arcsOf(placed()).length, 2);
    assert.equal(arcsOf({ ...placed(), view: [20_000, 21_000] }).length, 0);
    assert.equal(arcsOf({ ...placed(), view: [13_000, 13_200] }).length, 2, 'one end is in sight');
  });

  it('run from sign to sign', () => {
    const where = placed();
    for (const arc of where.slice.arcs) {
      const curve = curveOf(where, arc)!;
      const reach = (point: { x: number; y: number }, value: number): number =>
        Math.abs(point.x - xOf(where, value));
      const [from, to] = arc.kind === 'overtook' ? [11_918, 13_121] : [10_204, 13_121];
      assert.ok(reach(pointAt(curve, 0), from) < 10 && reach(pointAt(curve, 1), to) < 10);
    }
  });

  it('are left out where one of their rows is not in the slice', () => {
    const where = placed();
    assert.equal(curveOf(where, { ...where.slice.arcs[0]!, fromRow: 999 }), undefined);
  });

  it('that bow below stay within their line', () => {
    const where = placed();
    const bow = curveOf(where, where.slice.arcs[1]!)!;
    const { top, height } = where.geometry.lines[1]!;
    for (let t = 0; t <= 1; t += 0.1) assert.ok(pointAt(bow, t).y < top + height);
  });
});

describe('labels', () => {
  const boxes = fc.record({
    x: fc.integer({ min: 0, max: 600 }),
    y: fc.integer({ min: 0, max: 300 }),
    width: fc.integer({ min: 1, max: 120 }),
    height: fc.constant(14),
  });
  const overlap = (a: Box, b: Box): boolean =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

  it('never overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.array(boxes, { minLength: 1, maxLength: 4 }), { maxLength: 40 }), (all) => {
        const field = new LabelField();
        const shown = all
          .map((candidates) => field.place(candidates, 0.2))
          .filter((box) => box !== undefined);
        shown.forEach((a, i) => {
          for (const b of shown.slice(i + 1)) assert.ok(!overlap(a, b));
        });
      }),
    );
  });

  it('take the first place, the next one if it is taken, and none if all are', () => {
    const field = new LabelField();
    const [first, second] = [
      { x: 0, y: 0, width: 10, height: 14 },
      { x: 20, y: 0, width: 10, height: 14 },
    ];
    assert.equal(field.place([first, second], 0.2), first);
    assert.equal(field.place([first, second], 0.2), second);
    assert.equal(field.place([first, second], 0.2), undefined);
  });

  it('move aside for a line if that costs little, and stay if it costs more', () => {
    const places = [
      { x: 0, y: 0, width: 10, height: 14 },
      { x: 20, y: 0, width: 10, height: 14 },
    ];
    const line = { x: 4, y: 0, width: 2, height: 100 };
    const move = new LabelField();
    move.shun(line, 1);
    assert.equal(move.place(places, 0.2), places[1]);
    const stay = new LabelField();
    stay.shun(line, 1);
    assert.equal(stay.place(places, 2), places[0]);
  });
});
