import { format } from 'd3';
import type { LaneSlice } from '../../src/core/view/model.ts';
import { RESULT_SIGN, ROW_FLAG, WORST } from '../codes.ts';
import { axisFormat } from './axis-format.ts';
import type { Hit } from './hit-test.ts';

const count = format(',');

function counted(attempts: number): string {
  return `${count(attempts)} ${attempts === 1 ? 'attempt' : 'attempts'}`;
}

/** Two or three short lines about what is under the pointer or the cursor. */
export function describeHit(slice: LaneSlice, hit: Hit): readonly string[] {
  switch (hit.kind) {
    case 'step':
    case 'bar':
      return describeMark(slice, hit.mark, hit.kind === 'step' ? hit.step : undefined);
    case 'rung': {
      const rung = slice.ladder[hit.rung]!;
      return [rung.label, stretchText(slice, rung.from, rung.to), RUNG[rung.status]];
    }
    case 'bin': {
      const bins = slice.density!;
      const entry = hit.lane * bins.bins + hit.bin;
      const width = (slice.covers[1] - slice.covers[0]) / bins.bins;
      const from = slice.covers[0] + hit.bin * width;
      return [
        `${counted(bins.count[entry]!)} on ${slice.lanes[hit.lane]!.label}`,
        stretchText(slice, from, from + width),
        ...(bins.worst[entry] === WORST.none ? [] : [WORST_WORD[bins.worst[entry]!] ?? '']),
      ];
    }
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

const WORST_WORD = ['', 'with conflicts, retries or timeouts', '⚠ with a warning', '✕ with a conflict found'];

function describeMark(slice: LaneSlice, mark: number, step: string | undefined): readonly string[] {
  const { marks } = slice;
  const flags = marks.flags[mark]!;
  const versions = [
    marks.readVersion[mark] === '' ? '' : `read ${marks.readVersion[mark]!}`,
    marks.writeVersion[mark] === '' ? '' : `wrote ${marks.writeVersion[mark]!}`,
  ].filter((text) => text !== '');
  return [
    `${marks.request[mark]!} · ${slice.lanes[marks.lane[mark]!]!.label}`,
    [...versions, `${RESULT_SIGN[marks.result[mark]!] ?? ''} ${marks.outcome[mark]!}`].join(', '),
    ...flagTexts(flags),
    step === undefined ? 'Click for all columns' : `Click opens the line of the ${step}`,
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

function stretchText(slice: LaneSlice, from: number, to: number): string {
  if (slice.request.axis === 'order') return `places ${count(Math.round(from))} to ${count(Math.round(to))}`;
  const { unit, tick } = axisFormat('time', from, to, 4);
  return `${tick(from / unit)} to ${tick(to / unit)}`;
}

/** The picture in one or two sentences, for those who do not see it. */
export function describeSlice(slice: LaneSlice, keyName: string, selected: string): string {
  const { lanes, marks, density, ladder } = slice;
  const stale = ladder.filter(({ status }) => status === 'stale').length;
  const lanesText = `${lanes.length} ${lanes.length === 1 ? 'lane' : 'lanes'}`;
  const attempts =
    density === null
      ? counted(marks.row.length)
      : `${counted(density.count.reduce((a, b) => a + b, 0))}, too many to draw one by one`;
  const staleText = stale === 0 ? '' : ` ${stale} of ${ladder.length} versions should not exist.`;
  const selectedText = selected === '' ? '' : ` Selected: ${selected}`;
  return `Swimlane of ${keyName}: ${attempts} on ${lanesText}.${staleText}${selectedText}`;
}
