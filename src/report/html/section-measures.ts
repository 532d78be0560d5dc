import { count } from '../../core/text/numbers.ts';
import { percent } from '../../core/text/figures.ts';
import { curvePlot } from './curve-plot.ts';
import { overTimePlot } from './over-time-plot.ts';
import { figure, section, table, tag, type Making } from './parts.ts';
import { popularityPlot } from './popularity-plot.ts';
import { markup, type Html } from './template.ts';

/** Latency, queue delay and conflicts, by percentile and over time. */
export function latencySection({ report }: Making): Html {
  const { latency, overTime, limits } = report;
  return section('latency', 'Latency, queue delay and conflicts', [
    latency.length === 0 && markup`<p>No phase recorded latency.</p>`,
    latency.length > 0 &&
      figure(
        'Latency of the attempts by percentile, from the moment each was due. Read the 99 % line against the limit.',
        curvePlot(latency, limits.p99LatencyMs),
        'Latency by percentile',
      ),
    overTime.map((run) => [
      markup`<h3>${run.label} over time</h3>`,
      figure(
        `Attempts are counted where they began, ${run.success.length} bins of ${binText(run.binSeconds)}.${
          run.faults.length > 0 ? ' Shaded: faults that were injected.' : ''
        }`,
        overTimePlot(run, limits),
        `${run.label} over time`,
      ),
    ]),
  ]);
}

function binText(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms` : `${seconds.toFixed(1)} s`;
}

/** Which keys were asked for, and where attempts got into each other's way. */
export function keysSection({ report }: Making): Html {
  const plotted = report.popularity.filter(({ rows }) => rows.length > 1);
  return section('keys', 'Key popularity and contention', [
    plotted.length === 0 && markup`<p>No phase asked for more than one key.</p>`,
    plotted.map((phase) => [
      markup`<h3>${phase.label}</h3>`,
      figure(phase.sentence, popularityPlot(phase), `Key popularity in ${phase.label}`),
    ]),
  ]);
}

/** What formulas predicted, beside what was measured. */
export function screensSection({ report }: Making): Html {
  return section('screens', 'Capacity and retry screens', [
    report.screens.length === 0
      ? markup`<p>No phase has the figures that a screen needs.</p>`
      : table(
          'Screens',
          [
            { head: 'Phase' },
            { head: 'Screen' },
            { head: 'Formula' },
            { head: 'Predicted' },
            { head: 'Measured' },
            { head: 'Reading' },
          ],
          report.screens.map(({ label, name, formula, predicted, measured, reading }) => ({
            cells: [label, name, markup`<span class="mono">${formula}</span>`, predicted, measured, reading],
          })),
        ),
  ]);
}

/** What was offered, and how much that can have shown. */
export function workloadSection({ report }: Making): Html {
  return section('workload', 'Workload and coverage', [
    report.workloads.length === 0
      ? markup`<p>No phase says what it was offered.</p>`
      : table(
          'Workload of each phase',
          [
            { head: 'Phase' },
            { head: 'Offered' },
            { head: 'Seed', numeric: true },
            { head: 'Hash of the workload' },
          ],
          report.workloads.map(({ label, text, seed, hash }) => ({
            cells: [
              label,
              text,
              seed === undefined ? 'not known' : String(seed),
              hash === undefined ? '' : markup`<code class="hash">${hash}</code>`,
            ],
          })),
          sameWorkload(report.workloads.flatMap(({ hash }) => hash ?? [])),
        ),
    markup`<h3 id="coverage">Coverage</h3>
      <p>
        A load that never brings two workers to one key at the same time proves nothing by finding nothing.
      </p>`,
    table(
      'Coverage of each phase',
      [
        { head: 'Phase' },
        { head: 'Workers', numeric: true },
        { head: 'Keys', numeric: true },
        { head: 'Contended keys', numeric: true },
        { head: 'Most on one key', numeric: true },
        { head: 'Most in flight', numeric: true },
        { head: 'Writers that overlapped', numeric: true },
        { head: 'Unknown outcomes', numeric: true },
      ],
      report.coverage.map((line) => ({
        cells: [
          line.label,
          count(line.workers),
          count(line.keys),
          ...(line.measurable
            ? [
                count(line.contendedKeys),
                count(line.maxOverlap),
                count(line.maxInFlight),
                `${count(line.overlapped)} (${percent(line.overlappedShare)})`,
              ]
            : ['not measurable', '', '', '']),
          percent(line.unknownShare),
        ],
      })),
    ),
  ]);
}

function sameWorkload(hashes: readonly string[]): string {
  const different = new Set(hashes).size;
  if (hashes.length < 2) return '';
  return different === 1
    ? 'All loaded phases had the same workload.'
    : `${different} different workloads: only phases with the same hash can be compared.`;
}

/** The release package, what was left out, and how it goes on. */
export function releaseSection({ report }: Making): Html {
  return section('release', 'Release package', [
    table(
      'Release package',
      [{ head: 'Item' }, { head: 'Status' }, { head: 'Why' }, { head: 'Evidence' }],
      report.decision.items.map(({ item, status, text, evidence }) => ({
        cells: [item, STATUS_TAG[status], text, markup`${evidence.what}<br /><code>${evidence.where}</code>`],
      })),
    ),
  ]);
}

const STATUS_TAG = {
  closed: tag('good', '✓ closed'),
  pass: tag('good', '✓ pass'),
  'conditional pass': tag('warn', '! conditional pass'),
  fail: tag('bad', '✕ fail'),
  missing: tag('warn', '? missing'),
} as const;
