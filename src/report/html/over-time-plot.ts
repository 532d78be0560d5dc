import { line, max, scaleLinear, type ScaleLinear } from 'd3';
import { clock, count, duration } from '../../core/words/numbers.ts';
import type { Limits, OverTime } from '../model/model.ts';
import {
  box,
  drawing,
  fit,
  label,
  legend,
  path,
  px,
  segment,
  tickText,
  WIDTH,
  widthOf,
  type LegendEntry,
} from './svg.ts';
import type { Html, Part } from './template.ts';

const LEFT = 78;
const RIGHT = 24;
const GAP = 34;
const PANEL = 104;
/** Of one line of labels of faults; there are two, so that neighbours need not be cut. */
const FAULT_LABELS = 16;

type Scale = ScaleLinear<number, number>;

/** A run over time: latency, the longest wait, and what became of the attempts, one above the other. */
export function overTimePlot(run: OverTime, limits: Limits): Html {
  // While faults are injected no limit applies.
  const limited = run.phase === 'load' || run.phase === 'retest';
  const x = scaleLinear([0, run.binSeconds * run.success.length], [LEFT, WIDTH - RIGHT]);
  const room = run.faults.length > 0 ? 2 * FAULT_LABELS : 0;
  const latency = panel(run, x, 0, room, {
    title: 'latency',
    lines: [
      { text: 'p99', values: run.latencyP99Ms, kind: 's1 d0' },
      { text: 'p50', values: run.latencyP50Ms, kind: 's4 d1' },
    ],
    limit: limited ? limits.p99LatencyMs : undefined,
    limitText: 'limit of p99',
  });
  const queue = panel(run, x, latency.bottom + GAP, 0, {
    title: 'queue delay',
    lines: [{ text: 'longest', values: run.queueMaxMs, kind: 's3 d0' }],
    limit: limited ? limits.queueDelayMs : undefined,
    limitText: 'limit',
  });
  const attempts = outcomes(run, x, queue.bottom + GAP);
  const { bottom } = attempts;
  return drawing(bottom + 42, nameOf(run), [
    faults(run, x, latency.top, bottom),
    latency.marks,
    queue.marks,
    attempts.marks,
    x
      .ticks(8)
      .map((tick) => [
        segment('axis', x(tick), bottom, x(tick), bottom + 5),
        label(x(tick), bottom + 19, timeText(tick, x), { anchor: 'middle', kind: 'muted' }),
      ]),
    label((LEFT + WIDTH - RIGHT) / 2, bottom + 37, 'time since the first request was due', {
      anchor: 'middle',
      kind: 'muted',
    }),
  ]);
}

interface Panel {
  readonly marks: readonly Part[];
  readonly top: number;
  readonly bottom: number;
}

interface PanelLines {
  readonly title: string;
  readonly lines: readonly { text: string; values: readonly number[]; kind: string }[];
  readonly limit: number | undefined;
  readonly limitText: string;
}

/** Lines over time. `room` is left between the legend and the plot. */
function panel(run: OverTime, x: Scale, from: number, room: number, of: PanelLines): Panel {
  const key = legend(
    of.lines.map(({ text, kind }) => ({ text: `${of.title}, ${text}`, line: `curve ${kind}` })),
    LEFT,
    from,
  );
  const top = from + key.height + room + 6;
  const bottom = top + PANEL;
  const most = max(of.lines.flatMap(({ values }) => values).filter((value) => !Number.isNaN(value)));
  if (most === undefined) return empty(of.title, top);
  const { limit } = of;
  // A limit far above all that happened would press the curve flat; it is then said instead of drawn.
  const inSight = limit !== undefined && most > 0.3 * limit;
  const y = scaleLinear([0, Math.max(most, inSight ? limit * 1.05 : 0, 0.001)], [bottom, top]).nice(3);
  return {
    top,
    bottom,
    marks: [
      key.marks,
      grid(y, (tick) => tickText(tick, y.domain()[1]!)),
      of.lines.map(({ values, kind }) =>
        path(
          `curve ${kind}`,
          line<number>(
            (_, bin) => x((bin + 0.5) * run.binSeconds),
            (value) => y(value),
          ).defined((value) => !Number.isNaN(value))([...values]),
        ),
      ),
      limit !== undefined &&
        limitMark(`${of.limitText} ${duration(limit)}`, y(limit), inSight ? undefined : from),
    ],
  };
}

/** The line of a limit; or, where it is out of sight, what it is, at `beside`. */
function limitMark(text: string, y: number, beside: number | undefined): Part {
  if (beside !== undefined)
    return label(WIDTH - RIGHT, beside + 13, `${text}, far above`, { anchor: 'end', kind: 'muted' });
  return [
    segment('limit', LEFT, y, WIDTH - RIGHT, y),
    label(WIDTH - RIGHT, y - 5, text, { anchor: 'end', kind: 'bad halo' }),
  ];
}

function empty(title: string, top: number): Panel {
  return {
    top,
    bottom: top + 20,
    marks: [label(LEFT, top + 12, `${title}: not recorded`, { kind: 'muted' })],
  };
}

/** What is stacked, from the axis upwards. */
const STACK = [
  { member: 'success', text: 'success', fill: 'calm-fill' },
  { member: 'soldOut', text: 'sold out', fill: 'rejected-fill' },
  { member: 'turnedAway', text: 'turned away, service full', fill: 'away-fill' },
  { member: 'refused', text: 'refused writes', fill: 'refused-fill' },
  { member: 'timeout', text: 'timeouts', fill: 'timeout-fill' },
] as const;

/** Attempts per bin, stacked by result; what was wrongly confirmed stands in red below the axis' line. */
function outcomes(run: OverTime, x: Scale, from: number): Panel {
  const bins = run.success.length;
  const wrongMost = max(run.wrong) ?? 0;
  const shown = STACK.filter(({ member }) => run[member].some((value) => value > 0));
  const entries: LegendEntry[] = shown.map(({ text, fill }) => ({ text, fill }));
  if (wrongMost > 0) entries.push({ text: 'stale writes and duplicates', fill: 'bad-fill' });
  const key = legend(entries, LEFT, from);
  const top = from + key.height + 6;
  const bottom = top + PANEL;
  const totals = Array.from({ length: bins }, (_, bin) =>
    STACK.reduce((sum, { member }) => sum + run[member][bin]!, 0),
  );
  const y = scaleLinear([0, Math.max(1, max(totals) ?? 1)], [bottom, top]).nice(3);
  const base = new Float64Array(bins);
  const width = Math.max(0.6, x(run.binSeconds) - x(0) - 0.6);
  const stacks = shown.map(({ member, fill }) => {
    let d = '';
    run[member].forEach((value, bin) => {
      if (value === 0) return;
      const [low, high] = [y(base[bin]!), y((base[bin]! += value))];
      d += `M${px(x(bin * run.binSeconds))} ${px(low)}V${px(high)}h${px(width)}V${px(low)}z`;
    });
    return path(fill, d);
  });
  const wrong = run.wrong.flatMap((value, bin) =>
    value > 0
      ? [box('bad-fill', x(bin * run.binSeconds), bottom, Math.max(2, width), 5 + (7 * value) / wrongMost)]
      : [],
  );
  return {
    top,
    bottom: bottom + (wrongMost > 0 ? 14 : 0),
    marks: [key.marks, grid(y, count), stacks, segment('axis', LEFT, bottom, WIDTH - RIGHT, bottom), wrong],
  };
}

function grid(y: Scale, format: (value: number) => string): readonly Part[] {
  return y
    .ticks(3)
    .map((tick) => [
      segment('grid', LEFT, y(tick), WIDTH - RIGHT, y(tick)),
      label(LEFT - 8, y(tick) + 4, format(tick), { anchor: 'end', kind: 'muted' }),
    ]);
}

function faults({ faults: windows }: OverTime, x: Scale, top: number, bottom: number): readonly Part[] {
  const free = [0, 0];
  return windows.map(({ label: text, fromSeconds, toSeconds }) => {
    const [from, to] = [x(fromSeconds), x(toSeconds)];
    const shown = fit(text, WIDTH - LEFT);
    const at = Math.min(from + 2, WIDTH - widthOf(shown) - 2);
    const line = free.findIndex((end) => at >= end);
    if (line >= 0) free[line] = at + widthOf(shown) + 12;
    return [
      box('fault', from, top, Math.max(2, to - from), bottom - top),
      segment('fault-edge', from, top, from, bottom),
      line >= 0 && label(at, top - 5 - line * FAULT_LABELS, shown, { kind: 'muted halo' }),
    ];
  });
}

function timeText(seconds: number, x: Scale): string {
  const [, end] = x.domain() as [number, number];
  if (end >= 60) return clock(seconds * 1e6);
  return seconds === 0 ? '0 s' : `${String(Math.round(seconds * 1000) / 1000)} s`;
}

function nameOf(run: OverTime): string {
  const known = (values: readonly number[]) => max(values.filter((value) => !Number.isNaN(value)));
  const [p99, queue] = [known(run.latencyP99Ms), known(run.queueMaxMs)];
  const wrong = run.wrong.reduce((sum, value) => sum + value, 0);
  return [
    `${run.label} over time`,
    p99 === undefined ? '' : `p99 latency at most ${duration(p99)} in any of ${run.success.length} bins`,
    queue === undefined ? '' : `longest queue delay ${duration(queue)}`,
    `${count(wrong)} stale writes and duplicate confirmations`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}
