import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ROW_FLAG } from '../../../src/core/words/codes.ts';
import { crowdOf } from '../../../webview/lanes/crowd.ts';
import type { Placed } from '../../../webview/lanes/frame.ts';
import { layOut } from '../../../webview/lanes/geometry.ts';
import type { Box } from '../../../webview/lanes/label-field.ts';
import { placedLabels, type PlacedLabel } from '../../../webview/lanes/label-places.ts';
import { arcsOf } from '../../../webview/lanes/paint-arcs.ts';
import { boxOfSign, shownSigns } from '../../../webview/lanes/shown-signs.ts';
import { indexSlice } from '../../../webview/lanes/slice-index.ts';
import { sliceOf, type Attempt } from '../../webview/fixtures/slice.ts';

const REQUEST = { keyId: 7, laneBy: 'worker', axis: 'time', widthPx: 700, findingId: 0 } as const;
const LANES = 4;
const FLAGS = [0, ROW_FLAG.error | ROW_FLAG.staleWrite, ROW_FLAG.error | ROW_FLAG.duplicate];

const attempt = fc
  .record({
    lane: fc.nat(LANES - 1),
    track: fc.nat(2),
    start: fc.nat(60),
    lasts: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 60 })),
    read: fc.double({ min: 0, max: 1, noNaN: true }),
    write: fc.double({ min: 0, max: 1, noNaN: true }),
    flags: fc.constantFrom(...FLAGS),
    result: fc.nat(4),
    version: fc.constantFrom('', 'v3', 'v1200 of seat-12', 'reservation-service/v77'),
  })
  .map(({ lane, track, start, lasts, read, write, flags, result, version }): Omit<Attempt, 'row'> => ({
    ...{ lane, track, start, service: start, end: start + lasts, flags, result },
    ...{ read: start + lasts * read * write, write: start + lasts * write },
    ...{ readVersion: version === '' ? '' : 'v2', writeVersion: version },
    ...{ outcome: `${lasts}.0 ms`, request: '' },
  }));

interface Shown extends Placed {
  readonly labels: readonly PlacedLabel[];
  readonly signs: readonly Box[];
}

/** Everything that is chosen for one drawing of some attempts, with a letter of 6.6 pixels in every font. */
function shown(
  attempts: readonly Omit<Attempt, 'row'>[],
  focus: number,
  height: number,
  width: number,
): Shown {
  const slice = sliceOf(
    REQUEST,
    attempts.map((one, row) => ({ ...one, row })),
    {
      lanes: Array.from({ length: LANES }, (_, n) => ({ label: `w${n}`, sublabel: '', tracks: 3 })),
      focusRows: Array.from({ length: Math.min(focus, attempts.length) }, (_, row) => row),
      arcs:
        focus < 2 || attempts.length < 2
          ? []
          : [
              ...[{ kind: 'overtook', fromRow: 0, fromStep: 'write', toRow: 1, toStep: 'write' } as const],
              ...[{ kind: 'based-on', fromRow: 1, fromStep: 'read', toRow: 1, toStep: 'write' } as const],
            ].map((arc) => ({ ...arc, label: 'wrote over a version that was never read' })),
    },
  );
  const index = indexSlice(slice);
  const geometry = layOut(index, { width, height, gutter: 100 });
  const placed: Placed = { slice, index, geometry, view: slice.extent };
  const crowd = crowdOf(placed, (count) => 8 + 6 * String(count).length);
  const signs = attempts.flatMap((_, mark) =>
    shownSigns(placed, mark, crowd.covered.has(mark)).map(boxOfSign),
  );
  const groups = crowd.groups.map(({ x, y, radius, labelWidth }) => ({
    ...{ x: x - radius, y: y - radius, width: 2 * radius + labelWidth, height: 2 * radius },
  }));
  const labels = placedLabels(
    { ...placed, theme: { font: 'sans', mono: 'mono' }, widthOf: (_, text) => text.length * 6.6 },
    { arcs: arcsOf(placed), crowd, blocked: [] },
  );
  return { ...placed, labels, signs: [...signs, ...groups] };
}

const drawing = [
  fc.array(attempt, { minLength: 1, maxLength: 24 }),
  fc.nat(3),
  fc.integer({ min: 300, max: 1_400 }),
  fc.integer({ min: 300, max: 1_600 }),
] as const;

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe('the labels of a drawing', () => {
  it('cover no sign and no other label', () => {
    fc.assert(
      fc.property(...drawing, (...parts) => {
        const { labels, signs } = shown(...parts);
        labels.forEach(({ text, box }, i) => {
          assert.ok(!signs.some((sign) => overlap(sign, box)), `${text} covers a sign`);
          assert.ok(!labels.slice(i + 1).some((other) => overlap(other.box, box)), `${text} covers a label`);
        });
      }),
    );
  });

  it('stay in the lane of their attempt, and in the plot', () => {
    fc.assert(
      fc.property(...drawing, (...parts) => {
        const { labels, geometry, index, slice } = shown(...parts);
        for (const { text, mark, box } of labels) {
          assert.ok(box.x >= geometry.left - 6 && box.x + box.width <= geometry.right + 14, text);
          // An arc leads from one lane to another, and so may its label.
          if (mark === undefined) continue;
          const { first, end } = index.lanes.find(({ lane }) => lane === slice.marks.lane[mark])!;
          const last = geometry.lines[end - 1]!;
          assert.ok(box.y >= geometry.lines[first]!.top, `${text} is above its lane`);
          assert.ok(box.y + box.height <= last.top + last.height, `${text} is below its lane`);
        }
      }),
    );
  });

  it('are there: the selected attempt says what it read and wrote and how it ended', () => {
    const { labels } = shown(
      [
        {
          ...{ lane: 0, start: 0, service: 0, read: 20, write: 80, end: 100, outcome: '100 ms', request: '' },
          ...{ readVersion: 'v1', writeVersion: 'v2' },
        },
      ],
      ...([1, 500, 900] as const),
    );
    assert.deepEqual(
      labels.map(({ text }) => text),
      ['write v2', 'read v1', '✓ 100 ms'],
    );
  });
});
