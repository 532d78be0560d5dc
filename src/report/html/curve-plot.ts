import { line, max, min, scaleLinear, scaleLog } from 'd3';
import { duration } from '../../core/words/numbers.ts';
import type { LatencyCurve } from '../model/model.ts';
import { drawing, label, legend, path, segment, tickText, WIDTH } from './svg.ts';
import { markup, type Html } from './template.ts';

const LEFT = 78;
const RIGHT = 40;
const PLOT_HEIGHT = 270;
const TICKS = [0, 50, 90, 99, 99.9, 99.99, 99.999];
/** As many as there are colours and strokes; the strokes tell curves apart where colours do not. */
const MOST_CURVES = 6;

/**
 * Latency by percentile. Both axes grow by factors, so that the tail, which is what a limit is about, has as much room as
 * the rest.
 */
export function curvePlot(curves: readonly LatencyCurve[], limitMs: number): Html {
  const shown = curves.filter(({ ms }) => ms.length > 1).slice(0, MOST_CURVES);
  if (shown.length === 0) return markup``;
  const key = legend(
    shown.map((curve, index) => ({ text: curve.label, line: `curve s${index + 1} d${index}` })),
    LEFT,
    0,
  );
  const top = key.height + 12;
  const bottom = top + PLOT_HEIGHT;
  const known = shown.flatMap(({ ms }) => ms).filter((ms) => ms > 0);
  const last = max(shown, ({ percentile }) => percentile.at(-1)) ?? 99;
  const x = scaleLinear([0, Math.max(1, nines(last))], [LEFT, WIDTH - RIGHT]);
  const y = scaleLog(
    [min(known) ?? 0.1, Math.max((max(known) ?? 1) * 1.3, limitMs * 1.3)],
    [bottom, top],
  ).clamp(true);
  const yTicks = y.ticks().filter((tick) => /^[125]/.test(tick.toExponential()));
  const sparse = yTicks.length > 9 ? yTicks.filter((tick) => tick.toExponential().startsWith('1')) : yTicks;
  const xTicks = TICKS.filter((percentile) => percentile <= last);
  const name =
    `Latency by percentile on scales that grow by factors. ` +
    shown.map((curve) => `${curve.label}: ${readOff(curve)}`).join('; ');
  return drawing(bottom + 46, name, [
    key.marks,
    sparse.map((tick) => [
      segment('grid', LEFT, y(tick), WIDTH - RIGHT, y(tick)),
      label(LEFT - 8, y(tick) + 4, tickText(tick, tick * 2), { anchor: 'end', kind: 'muted' }),
    ]),
    xTicks.map((percentile) => [
      segment('grid', x(nines(percentile)), top, x(nines(percentile)), bottom),
      label(x(nines(percentile)), bottom + 18, `${percentile} %`, { anchor: 'middle', kind: 'muted' }),
    ]),
    label((LEFT + WIDTH - RIGHT) / 2, bottom + 38, 'share of requests that were answered at least as fast', {
      anchor: 'middle',
      kind: 'muted',
    }),
    shown.map((curve, index) =>
      path(
        `curve s${index + 1} d${index}`,
        line<number>(
          (at) => x(nines(curve.percentile[at]!)),
          (at) => y(Math.max(curve.ms[at]!, 1e-6)),
        )([...curve.ms.keys()]),
      ),
    ),
    segment('limit', LEFT, y(limitMs), WIDTH - RIGHT, y(limitMs)),
    label(LEFT + 6, y(limitMs) - 5, `limit of p99: ${duration(limitMs)}`, { kind: 'bad halo' }),
    xTicks.includes(99) && segment('axis', x(nines(99)), top, x(nines(99)), bottom),
  ]);
}

/** 0 for none, 1 for 90 %, 2 for 99 %. */
function nines(percentile: number): number {
  return -Math.log10(1 - Math.min(percentile, 99.9999) / 100);
}

function readOff({ percentile, ms }: LatencyCurve): string {
  return [50, 99]
    .flatMap((wanted) => {
      const at = percentile.indexOf(wanted);
      return at < 0 ? [] : [`p${wanted} ${duration(ms[at]!)}`];
    })
    .join(', ');
}
