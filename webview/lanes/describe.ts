import type { LaneSlice, Marks, Rung } from '../../src/core/index.ts';
import { RESULTS, ROW_FLAG } from '../../src/core/words/codes.ts';
import { BAR_SIGNS, RESULT_SIGN, RUNG_SIGN, SEVERITY_SIGN, withGlyph } from '../../src/core/words/signs.ts';
import { axisFormat } from './axis-format.ts';
import type { Hit } from './hit-test.ts';
import { isFirst, isLast } from './rung-span.ts';
import { timeOfStep } from './slice-index.ts';
import { count, counted, momentWithUnit } from '../../src/core/words/numbers.ts';
import type { Step } from '../../src/core/words/terms.ts';
import { LANE_SIGNS, LANE_SIGN_NAMES, type LaneSign, signedMark } from '../../src/core/words/lane-signs.ts';

/** Two to four short lines about what is under the pointer or the cursor, in a run that is `longestUs` long. */
export function describeHit(
  slice: LaneSlice,
  hit: Hit,
  longestUs: number,
  idle: readonly number[] = [],
): readonly string[] {
  switch (hit.kind) {
    case 'step':
    case 'bar':
      return describeMark(slice, hit.mark, hit.kind === 'step' ? hit.step : undefined, longestUs);
    case 'rung': {
      const rung = slice.ladder[hit.rung]!;
      return [
        rung.label,
        rungStretch(slice, rung, longestUs),
        withGlyph(RUNG_SIGN[rung.status], RUNG_SIGN[rung.status].label),
      ];
    }
    case 'bin':
      return describeBin(slice, hit.lane, hit.bin, longestUs);
    case 'idle':
      return [`${counted(idle.length, slice.request.laneBy)} idle here`, namesOf(slice, idle)];
    case 'lane':
      return [slice.lanes[hit.lane]!.label, slice.lanes[hit.lane]!.sublabel];
  }
}

/** More names are not read in a tooltip. */
const MOST_NAMES = 12;

function namesOf({ lanes }: LaneSlice, which: readonly number[]): string {
  const names = which.slice(0, MOST_NAMES).map((lane) => lanes[lane]!.label);
  const more = which.length - names.length;
  return [...names, ...(more > 0 ? [`${count(more)} more`] : [])].join(', ');
}

const STEP_NAME: Readonly<Record<Step, string>> = {
  read: 'read',
  write: 'write',
  confirm: 'confirmation',
};

function describeMark(
  slice: LaneSlice,
  mark: number,
  step: Step | undefined,
  longestUs: number,
): readonly string[] {
  const { marks } = slice;
  const signs = tooltips(marks, mark);
  const versions = [
    marks.readVersion[mark] === '' ? '' : `read ${marks.readVersion[mark]!}`,
    marks.writeVersion[mark] === '' ? '' : `wrote ${marks.writeVersion[mark]!}`,
    ...signs.filter(({ ink }) => ink === 'own').map(({ tooltip }) => tooltip),
  ].filter((text) => text !== '');
  return [
    `${marks.request[mark]!} · ${slice.lanes[marks.lane[mark]!]!.label}`,
    [...versions, withGlyph(RESULT_SIGN[RESULTS[marks.result[mark]!]!], marks.outcome[mark]!)].join(', '),
    ...signs.filter(({ ink }) => ink !== 'own').map((sign) => withGlyph(sign, sign.tooltip)),
    ...((marks.flags[mark]! & ROW_FLAG.idempotentReplay) === 0 ? [] : [BAR_SIGNS.replay.tooltip]),
    ...(step === undefined
      ? ['Click for all columns']
      : [
          `${STEP_NAME[step]} at ${place(slice, timeOfStep(marks, mark, step), longestUs)}`,
          `Click opens the line of the ${STEP_NAME[step]}`,
        ]),
  ];
}

/** The signs of a mark that say something which neither its versions nor its outcome say. */
function tooltips(marks: Marks, mark: number): readonly LaneSign[] {
  const signed = signedMark(marks, mark);
  return LANE_SIGN_NAMES.map((name): LaneSign => LANE_SIGNS[name]).filter(
    ({ tooltip, has }) => tooltip !== '' && has(signed),
  );
}

function describeBin(slice: LaneSlice, lane: number, bin: number, longestUs: number): readonly string[] {
  const bins = slice.density!;
  const entry = lane * bins.bins + bin;
  const worst = SEVERITY_SIGN[bins.worst[entry]!];
  const width = (slice.covers[1] - slice.covers[0]) / bins.bins;
  const from = slice.covers[0] + bin * width;
  return [
    `${counted(bins.count[entry]!, 'attempt')} on ${slice.lanes[lane]!.label}`,
    binStretch(slice, from, from + width, longestUs),
    ...(worst === undefined || worst.label === '' ? [] : [withGlyph(worst, worst.label)]),
  ];
}

/** A position of the axis as the lists write it: `13.121 ms`, `place 7`. */
function place({ request }: LaneSlice, at: number, longestUs: number): string {
  return request.axis === 'order' ? `place ${count(Math.round(at))}` : momentWithUnit(at, longestUs);
}

/** How long a version was the current one; nothing says when the first one began and when the last one will end. */
function rungStretch(slice: LaneSlice, rung: Rung, longestUs: number): string {
  const [from, to] = [place(slice, rung.from, longestUs), place(slice, rung.to, longestUs)];
  if (isLast(slice, rung)) return isFirst(slice, rung) ? 'all the time' : `from ${from} on`;
  return isFirst(slice, rung) ? `until ${to}` : `${from} to ${to}`;
}

/** The edges of a bin mean nothing, so it is told as roughly as it is wide. */
function binStretch(slice: LaneSlice, from: number, to: number, longestUs: number): string {
  if (slice.request.axis === 'order') return `places ${count(Math.round(from))} to ${count(Math.round(to))}`;
  const { unit, tick } = axisFormat('time', from, to, 4, longestUs);
  return `${tick(from / unit)} to ${tick(to / unit)}`;
}

/** The picture in one or two sentences, for those who do not see it. */
export function describeSlice(slice: LaneSlice, selected: string): string {
  const { lanes, marks, density, ladder, keyName } = slice;
  const stale = ladder.filter(({ status }) => status === 'stale').length;
  const lanesText = counted(lanes.length, 'lane');
  const attempts =
    density === null
      ? counted(marks.row.length, 'attempt')
      : `${counted(
          density.count.reduce((a, b) => a + b, 0),
          'attempt',
        )}, too many to draw one by one`;
  const releases = marks.units.reduce((sum, units) => sum + Number(units < 0), 0);
  const releasesText =
    releases === 0 || density !== null ? '' : `, ${counted(releases, 'release')} among them,`;
  const staleText = stale === 0 ? '' : ` ${stale} of ${ladder.length} versions should not exist.`;
  const selectedText = selected === '' ? '' : ` Selected: ${selected}`;
  return `Swimlane of ${keyName}: ${attempts}${releasesText} on ${lanesText}.${staleText}${selectedText}`;
}
