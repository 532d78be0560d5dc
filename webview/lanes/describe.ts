import type { LaneSlice, Rung, Step } from '../../src/core/picture/model.ts';
import { RESULT_SIGN, ROW_FLAG, WORST } from '../codes.ts';
import { axisFormat } from './axis-format.ts';
import type { Hit } from './hit-test.ts';
import { moment } from './moment.ts';
import { isFirst, isLast } from './rung-span.ts';
import { isRefusedWrite, timeOfStep } from './slice-index.ts';
import { count, counted } from '../counted.ts';

/** Two to four short lines about what is under the pointer or the cursor, in a run that is `longestUs` long. */
export function describeHit(slice: LaneSlice, hit: Hit, longestUs: number): readonly string[] {
  switch (hit.kind) {
    case 'step':
    case 'bar':
      return describeMark(slice, hit.mark, hit.kind === 'step' ? hit.step : undefined, longestUs);
    case 'rung': {
      const rung = slice.ladder[hit.rung]!;
      return [rung.label, rungStretch(slice, rung, longestUs), RUNG[rung.status]];
    }
    case 'bin':
      return describeBin(slice, hit.lane, hit.bin, longestUs);
    case 'lane':
      return [slice.lanes[hit.lane]!.label, slice.lanes[hit.lane]!.sublabel];
  }
}

const RUNG = {
  initial: 'the version at the beginning',
  chain: 'a correct replacement',
  stale: '✕ should not exist: written from a version that had been replaced',
  bridged: 'made by an attempt that timed out',
} as const;

const WORST_WORD = ['', 'with conflicts, retries or timeouts', '⚠ with a warning', '✕ with an error'];

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
  const flags = marks.flags[mark]!;
  const versions = [
    marks.readVersion[mark] === '' ? '' : `read ${marks.readVersion[mark]!}`,
    marks.writeVersion[mark] === '' ? '' : `wrote ${marks.writeVersion[mark]!}`,
    isRefusedWrite(marks, mark) ? 'write refused' : '',
  ].filter((text) => text !== '');
  return [
    `${marks.request[mark]!} · ${slice.lanes[marks.lane[mark]!]!.label}`,
    [...versions, `${RESULT_SIGN[marks.result[mark]!] ?? ''} ${marks.outcome[mark]!}`].join(', '),
    ...flagTexts(flags),
    ...(step === undefined
      ? ['Click for all columns']
      : [
          `${STEP_NAME[step]} at ${place(slice, timeOfStep(marks, mark, step), longestUs)}`,
          `Click opens the line of the ${STEP_NAME[step]}`,
        ]),
  ];
}

function flagTexts(flags: number): readonly string[] {
  const texts: string[] = [];
  if ((flags & ROW_FLAG.staleWrite) !== 0) texts.push('✕ stale-version write');
  if ((flags & ROW_FLAG.duplicate) !== 0) texts.push('✕ duplicate confirmation');
  if ((flags & ROW_FLAG.idempotentReplay) !== 0) texts.push('repeats an earlier confirmation');
  if (texts.length === 0 && (flags & ROW_FLAG.warning) !== 0) texts.push('⚠ warning');
  return texts;
}

function describeBin(slice: LaneSlice, lane: number, bin: number, longestUs: number): readonly string[] {
  const bins = slice.density!;
  const entry = lane * bins.bins + bin;
  const width = (slice.covers[1] - slice.covers[0]) / bins.bins;
  const from = slice.covers[0] + bin * width;
  return [
    `${counted(bins.count[entry]!, 'attempt')} on ${slice.lanes[lane]!.label}`,
    binStretch(slice, from, from + width, longestUs),
    ...(bins.worst[entry] === WORST.none ? [] : [WORST_WORD[bins.worst[entry]!] ?? '']),
  ];
}

/** A position of the axis as the lists write it: `13.121 ms`, `place 7`. */
function place({ request }: LaneSlice, at: number, longestUs: number): string {
  return request.axis === 'order' ? `place ${count(Math.round(at))}` : moment(at, longestUs);
}

/** How long a version was the current one; nothing says when the first one began and when the last one will end. */
function rungStretch(slice: LaneSlice, rung: Rung, longestUs: number): string {
  const [from, to] = [place(slice, rung.from, longestUs), place(slice, rung.to, longestUs)];
  if (isLast(slice, rung)) return isFirst(slice, rung) ? 'all the time' : `from ${from} on`;
  return isFirst(slice, rung) ? `until ${to}` : `${from} to ${to}`;
}

/** A bin has no edges that anybody would look up, so it is told as roughly as it is wide. */
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
  const staleText = stale === 0 ? '' : ` ${stale} of ${ladder.length} versions should not exist.`;
  const selectedText = selected === '' ? '' : ` Selected: ${selected}`;
  return `Swimlane of ${keyName}: ${attempts} on ${lanesText}.${staleText}${selectedText}`;
}
