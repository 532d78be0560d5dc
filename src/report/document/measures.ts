import { percent } from '../../core/words/figures.ts';
import { count, duration } from '../../core/words/numbers.ts';
import type { CoverageLine, OverTime, Report } from '../model/model.ts';
import { code, details, figureBlock, heading, tableBlock, text, type Block, type Section } from './block.ts';

/** Latency, queue delay and conflicts, by percentile and over time. */
export function latencySection({ latency, overTime, peaks }: Report): Section {
  const open = overTime.findIndex(({ label }) => label === peaks.after?.label);
  const others = overTime.map((_, at) => at).filter((at) => at !== open);
  const quantiles = [50, 90, 99, 99.9];
  const at = ({ percentile, ms }: Report['latency'][number], wanted: number): string => {
    const index = percentile.indexOf(wanted);
    return index < 0 ? 'too few requests' : duration(ms[index]!);
  };
  return {
    id: 'latency',
    title: 'Latency, queue delay and conflicts',
    blocks: [
      ...(latency.length === 0
        ? [text('No phase recorded latency.')]
        : [
            figureBlock({
              name: 'Latency by percentile',
              caption:
                'Latency of the requests by percentile, from the moment each was due until its last answer. Read the 99 % line against the limit, which holds under load and not while faults are injected.',
              plot: { of: 'percentiles' },
            }),
            tableBlock({
              name: 'Latency of the requests',
              columns: [
                { head: 'Phase', label: true },
                ...quantiles.map((wanted) => ({ head: `p${wanted}`, numeric: true })),
              ],
              rows: latency.map((curve) => [curve.label, ...quantiles.map((wanted) => at(curve, wanted))]),
            }),
          ]),
      ...(open < 0 ? [] : [overTimeFigure(overTime[open]!, open)]),
      ...(others.length === 0
        ? []
        : [
            details(
              `Over time: ${others.map((each) => overTime[each]!.label).join(', ')}`,
              others.map((each) => overTimeFigure(overTime[each]!, each)),
              false,
            ),
          ]),
    ],
  };
}

function overTimeFigure({ label, success, binSeconds, faults }: OverTime, at: number): Block {
  return figureBlock({
    name: `${label} over time`,
    caption:
      `${label} over time. Attempts are counted where they began, in ${count(success.length)} steps of ${duration(1000 * binSeconds)}.` +
      (faults.length > 0 ? ' Shaded: faults that were injected.' : ''),
    plot: { of: 'over time', at },
  });
}

/** Which keys were asked for, and where attempts got into each other's way. */
export function contentionSection({ popularity, coverage, peaks }: Report): Section {
  const shown = popularity.findIndex(
    ({ label, rows }) => rows.length > 1 && label === (peaks.after ?? peaks.before)?.label,
  );
  return {
    id: 'coverage',
    title: 'Coverage and contention',
    blocks: [
      text(
        'A load in which two workers never hold one key at the same time proves nothing when it finds nothing. Only an attempt that found a unit left could race.',
      ),
      ...(coverage.length === 0 ? [] : [tableBlock(coverageTable(coverage))]),
      ...(shown < 0
        ? []
        : [
            figureBlock({
              name: `Key popularity in ${popularity[shown]!.label}`,
              caption: `${popularity[shown]!.label}: ${popularity[shown]!.sentence}`,
              plot: { of: 'popularity', at: shown },
            }),
          ]),
      ...hottest(coverage.find(({ label }) => label === peaks.after?.label)),
    ],
  };
}

function coverageTable(coverage: readonly CoverageLine[]) {
  const numeric = (head: string) => ({ head, numeric: true });
  const turnedAway = coverage.some((line) => line.turnedAway > 0);
  const ofAll = (part: number, all: number) => `${count(part)} (${percent(all === 0 ? 0 : part / all)})`;
  return {
    name: 'Coverage of each phase',
    columns: [
      { head: 'Phase', label: true },
      numeric('Workers'),
      numeric('Attempts'),
      numeric('Could write'),
      numeric('Sold out'),
      ...(turnedAway ? [numeric('Turned away')] : []),
      numeric('Keys, contended'),
      numeric('Most on one key'),
      numeric('Overlapped'),
      numeric('Unknown'),
    ],
    rows: coverage.map((line) => [
      line.label,
      count(line.workers),
      count(line.attempts),
      ofAll(line.writers, line.attempts),
      ofAll(line.soldOut, line.attempts),
      ...(turnedAway ? [count(line.turnedAway)] : []),
      ...(line.measurable
        ? [
            `${count(line.keys)}, ${count(line.contendedKeys)}`,
            count(line.maxOverlap),
            `${count(line.overlapped)} (${percent(line.overlappedShare)})`,
          ]
        : [`${count(line.keys)}, not measurable`, 'not measurable', 'not measurable']),
      percent(line.unknownShare),
    ]),
  };
}

const HOTTEST = 5;

function hottest(line: CoverageLine | undefined): readonly Block[] {
  if (line === undefined || line.hottest.length === 0) return [];
  return [
    tableBlock({
      name: `Keys with the most refused writes in ${line.label}`,
      columns: [
        { head: `Most refused writes, ${line.label}` },
        { head: 'Could write', numeric: true },
        { head: 'Refused', numeric: true },
        { head: 'Most at once', numeric: true },
      ],
      rows: line.hottest
        .slice(0, HOTTEST)
        .map(({ key, writers, refused, rate, maxOverlap }) => [
          code(key),
          count(writers),
          `${count(refused)} (${percent(rate)})`,
          count(maxOverlap),
        ]),
    }),
  ];
}

/** What was offered, and what formulas predicted of it, beside what was measured. */
export function workloadSection({ workloads, screens, peaks }: Report): Section {
  const peak = workloads.find(({ label }) => label === (peaks.after ?? peaks.before)?.label);
  return {
    id: 'workload',
    title: 'Workload and screens',
    blocks: [
      ...(workloads.length === 0
        ? [text('No phase says what it was offered.')]
        : [...(peak === undefined ? [] : [text(`${peak.label}: ${peak.text}.`)]), workloadTable(workloads)]),
      heading('Capacity and retry screens'),
      screens.length === 0
        ? text('No phase has the figures that a screen needs.')
        : tableBlock({
            name: 'Screens',
            columns: ['Screen', 'Formula', 'Predicted', 'Measured', 'Reading'].map((head) => ({
              head,
              label: head === 'Formula',
            })),
            rows: screens.map(({ label, name, formula, predicted, measured, reading }) => [
              `${name}, ${label}`,
              code(formula),
              predicted,
              measured,
              reading,
            ]),
          }),
    ],
  };
}

function workloadTable(workloads: Report['workloads']): Block {
  return details(
    'The workload of every phase, with its seed',
    [
      tableBlock({
        name: 'Workload of each phase',
        columns: [
          { head: 'Phase', label: true },
          { head: 'Offered' },
          { head: 'Seed', numeric: true },
          { head: 'Hash' },
        ],
        rows: workloads.map(({ label, text: offered, seed, hash }) => [
          label,
          offered,
          seed === undefined ? 'not known' : String(seed),
          hash === undefined ? '' : code(hash.slice(0, 12)),
        ]),
        caption: 'Phases with the same hash had the same workload, request by request.',
      }),
    ],
    true,
  );
}
