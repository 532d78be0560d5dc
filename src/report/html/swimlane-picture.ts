import { scaleLinear, type ScaleLinear } from 'd3';
import type { Arc, LaneSlice, Marks } from '../../core/index.ts';
import { duration } from '../../core/words/numbers.ts';
import { BAR_SIGNS, RUNG_SIGN, withGlyph } from '../../core/words/signs.ts';
import { STEPS, type Step } from '../../core/words/terms.ts';
import type { Race } from '../race-model.ts';
import { signMark } from './sign.ts';
import { box, drawing, fit, label, legend, path, px, segment, WIDTH, widthOf } from './svg.ts';
import { markup, type Html, type Part } from './template.ts';
import { LANE_SIGNS, signAt, signedMark, type LaneSign } from '../../core/words/lane-signs.ts';

const LEFT = 176;
const RIGHT = 24;
const TRACK = 84;
const BAR = 18;
const LADDER = 46;
const MOST_LANES = 6;

type X = ScaleLinear<number, number>;

/** Where the attempts of a picture are drawn. */
interface Stage {
  readonly slice: LaneSlice;
  readonly x: X;
  readonly span: readonly [number, number];
  /** Entries of the marks that are drawn, by row. */
  readonly entryOf: ReadonlyMap<number, number>;
  /** Middle of an entry's bar. */
  readonly y: (entry: number) => number;
}

/** The witness of a race as a swimlane: the version ladder, the attempts, and the arcs that explain the conflict. */
export function swimlanePicture({ picture, focus, claim }: Race): Html {
  if (picture === undefined) return markup``;
  const [from, to] = focus;
  const x = scaleLinear([from, to], [LEFT, WIDTH - RIGHT]);
  const focused = new Set(picture.focusRows);
  const drawn = [...picture.marks.row.keys()].filter((entry) => {
    const inSight = picture.marks.end[entry]! >= from && picture.marks.start[entry]! <= to;
    return focused.has(picture.marks.row[entry]!) || (inSight && picture.density === null);
  });
  const lanes = lanesOf(picture, drawn, focused);
  const legendHeight = legend(LEGEND, LEFT, 0).height;
  const tops = new Map<number, number>();
  let height = legendHeight + LADDER + 20;
  for (const lane of lanes) {
    tops.set(lane, height);
    height += picture.lanes[lane]!.tracks * TRACK + 10;
  }
  const entries = drawn.filter((entry) => tops.has(picture.marks.lane[entry]!));
  const stage: Stage = {
    slice: picture,
    x,
    span: [from, to],
    entryOf: new Map(entries.map((entry) => [picture.marks.row[entry]!, entry])),
    y: (entry) => tops.get(picture.marks.lane[entry]!)! + picture.marks.track[entry]! * TRACK + 38,
  };
  return drawing(height + 34, `Swimlane: ${claim}`, [
    legend(LEGEND, LEFT, 0).marks,
    ladder(stage, legendHeight + 6, height),
    lanes.map((lane) => laneHead(picture, lane, tops.get(lane)!)),
    entries.map((entry) => attempt(stage, entry, focused.has(picture.marks.row[entry]!))),
    picture.arcs.map((arc) => arcMark(stage, arc)),
    axis(stage, height),
  ]);
}

const LEGEND = [
  { text: BAR_SIGNS.queued.label, fill: 'queue' },
  { text: BAR_SIGNS.service.label, fill: 'calm-fill service' },
  { text: 'explains the conflict', line: 'arc' },
];

/** The lanes of the attempts in the witness first of all; others only where there is room. */
function lanesOf(slice: LaneSlice, drawn: readonly number[], focused: ReadonlySet<number>): number[] {
  const { lane, row } = slice.marks;
  const own = drawn.filter((entry) => focused.has(row[entry]!)).map((entry) => lane[entry]!);
  const others = drawn.map((entry) => lane[entry]!);
  return [...new Set([...own, ...others])].slice(0, MOST_LANES).sort((a, b) => a - b);
}

function laneHead({ lanes }: LaneSlice, lane: number, top: number): Part {
  const { label: name, sublabel } = lanes[lane]!;
  return [
    segment('grid', 0, top, WIDTH - RIGHT, top),
    label(8, top + 36, fit(name, LEFT - 20)),
    label(8, top + 54, fit(sublabel, LEFT - 20), { kind: 'muted' }),
  ];
}

function attempt({ slice: { marks }, x, y }: Stage, entry: number, inWitness: boolean): Html {
  const middle = y(entry);
  const [start, service, end] = [marks.start[entry]!, marks.service[entry]!, marks.end[entry]!];
  const served = Number.isNaN(service) ? start : service;
  const placing = { x, middle, inWitness };
  const parts: Part[] = [
    box('queue', x(start), middle - BAR / 2, x(served) - x(start), BAR),
    box('calm-fill service', x(served), middle - BAR / 2, Math.max(2, x(end) - x(served)), BAR),
    steps(marks, entry, placing),
    inWitness && outcome(marks, entry, placing),
  ];
  return markup`<g class="${inWitness ? '' : 'dim'}">${parts}</g>`;
}

/** The signs of an attempt and what is written above them; only its read and its write have a text. */
function steps(marks: Marks, entry: number, { x, middle, inWitness }: Placing): Part {
  const signed = signedMark(marks, entry);
  const drawn = STEPS.flatMap((step) => {
    const name = signAt(signed, step);
    const at = x(timeOf(marks, entry, step));
    if (name === undefined || Number.isNaN(at)) return [];
    const sign: LaneSign = LANE_SIGNS[name];
    const version = { read: marks.readVersion, write: marks.writeVersion, confirm: undefined }[step]?.[entry];
    const text = version === undefined || version === '' ? '' : withGlyph(sign, `${step} ${version}`);
    return sign.on === 'selected' && !inWitness ? [] : [{ step, name, at, text, wrong: sign.ink === 'bad' }];
  });
  const [read, write] = [
    drawn.find(({ step }) => step === 'read'),
    drawn.find(({ step }) => step === 'write'),
  ];
  // Two labels that would meet stand left of the read and right of the write.
  const close =
    read !== undefined &&
    write !== undefined &&
    write.at - read.at < (widthOf(read.text) + widthOf(write.text)) / 2 + 10;
  return drawn.map(({ step, name, at, text, wrong }) => {
    // Beside a wrong sign, since the arc from what overtook it comes down from above.
    const shift = step === 'read' ? (close ? 4 : 0) : close || wrong ? 12 : 0;
    const anchor = shift === 0 ? 'middle' : step === 'read' ? 'end' : 'start';
    const kind = wrong ? 'bad halo' : 'halo';
    return [
      signMark(name, at, middle),
      text !== '' && label(at + shift, middle - BAR / 2 - 8, text, { anchor, kind }),
    ];
  });
}

/** Where an attempt is drawn, and whether it belongs to the witness. */
interface Placing {
  readonly x: X;
  readonly middle: number;
  readonly inWitness: boolean;
}

function outcome(marks: Marks, entry: number, { x, middle }: Placing): Part {
  const text = `${marks.request[entry]!} · ${marks.outcome[entry]!}`;
  const width = widthOf(text);
  const at = Math.min(x(marks.start[entry]!), WIDTH - RIGHT - width);
  const name = signAt(signedMark(marks, entry), 'write');
  const wrong = name !== undefined && LANE_SIGNS[name].ink === 'bad';
  return label(Math.max(LEFT, at), middle + BAR / 2 + 17, text, { kind: wrong ? 'bad halo' : 'muted halo' });
}

/** Which version was current when, with dotted lines down to the lanes where one began. */
function ladder({ slice, x, span }: Stage, top: number, bottom: number): Part {
  const [from, to] = span;
  const y = top + 26;
  const rungs = slice.ladder.filter((rung) => rung.to >= from && rung.from <= to);
  return [
    label(8, y + 4, 'version', { kind: 'muted' }),
    rungs.map((rung) => {
      const [left, right] = [x(Math.max(rung.from, from)), x(Math.min(rung.to, to))];
      const { ink } = RUNG_SIGN[rung.status];
      const kind = ink === 'bad' ? ' stale-rung' : '';
      // The longest of its labels that fits.
      const text = [rung.label, ...rung.shorter].find((each) => widthOf(each) <= right - left - 6) ?? '';
      return [
        segment(`rung${kind}`, left + 1, y + 6, Math.max(left + 2, right - 1), y + 6),
        rung.from > from && segment(`drop${kind}`, left, y + 6, left, bottom),
        text !== '' && label(left + 4, y - 2, text, { kind: ink === 'bad' ? 'bad' : '' }),
      ];
    }),
  ];
}

function arcMark(stage: Stage, arc: Arc): Part {
  const [a, b] = [stage.entryOf.get(arc.fromRow), stage.entryOf.get(arc.toRow)];
  if (a === undefined || b === undefined) return undefined;
  const [x1, x2] = [placeOf(stage, a, arc.fromStep), placeOf(stage, b, arc.toStep)];
  if (Number.isNaN(x1) || Number.isNaN(x2)) return undefined;
  const [y1, y2] = [stage.y(a), stage.y(b)];
  if (a === b) {
    // Below the bar, from the write back to the read that it was based on.
    const low = y1 + BAR / 2 + 34;
    const d = `M${px(x1)} ${px(y1 + BAR / 2)}C${px(x1)} ${px(low)} ${px(x2)} ${px(low)} ${px(x2)} ${px(y2 + BAR / 2)}`;
    return [path(`arc ${arc.kind}`, d), arcLabel((x1 + x2) / 2, low + 4, arc.label)];
  }
  const middle = (y1 + y2) / 2;
  const d = `M${px(x1)} ${px(y1)}C${px(x1)} ${px(middle)} ${px(x2)} ${px(middle)} ${px(x2)} ${px(y2)}`;
  return [path('arc', d), arcLabel((x1 + x2) / 2, middle + 4, arc.label)];
}

function arcLabel(x: number, y: number, text: string): Part {
  const half = widthOf(text) / 2;
  const at = Math.min(Math.max(x, LEFT + half), WIDTH - RIGHT - half);
  return text !== '' && label(at, y, text, { anchor: 'middle', kind: 'bad halo' });
}

function placeOf({ slice: { marks }, x }: Stage, entry: number, step: Step): number {
  return x(timeOf(marks, entry, step));
}

function timeOf({ read, write, end }: Marks, entry: number, step: Step): number {
  return { read, write, confirm: end }[step][entry]!;
}

function axis({ slice, x, span }: Stage, y: number): Part {
  const [from, to] = span;
  if (slice.axisUnit !== 'ms')
    return label((LEFT + WIDTH - RIGHT) / 2, y + 20, 'order of the steps', {
      anchor: 'middle',
      kind: 'muted',
    });
  return x.ticks(7).map((tick) => {
    const digits = (to - from) / 1000 < 5 ? 1000 : 10;
    return [
      segment('axis', x(tick), y, x(tick), y + 5),
      label(x(tick), y + 20, duration(Math.round((tick / 1000) * digits) / digits), {
        anchor: 'middle',
        kind: 'muted',
      }),
    ];
  });
}
