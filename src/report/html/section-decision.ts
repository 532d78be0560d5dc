import type { Reason } from '../../core/decide/decision.ts';
import { ANSWER } from '../answer.ts';
import { COMPARED_TEXT, differenceText } from '../differences.ts';
import { limitText, metricText } from '../figures.ts';
import type { Report } from '../model.ts';
import { list, section, table, tag, type Making } from './parts.ts';
import { markup, type Html, type Part } from './template.ts';

/** Reasons that fit the first screen. */
const FIRST = 6;

/** The answer, why, and the figures before and after: what has to be on the first screen. */
export function bannerSection({ report }: Making): Html {
  const { decision, reasons } = report.decision;
  const [word, answer] = ANSWER[decision];
  const telling = reasons.filter(({ level }) => level === reasons[0]?.level);
  const more = reasons.length - Math.min(FIRST, telling.length);
  return markup`<div class="banner ${decision}">
    <p class="answer"><strong>${word}</strong>: ${answer}</p>
    ${list(
      telling.slice(0, FIRST).map(({ text }) => text),
    )}${more > 0 && markup`<p class="small"><a href="#reasons">All ${reasons.length} reasons with their evidence</a></p>`}
  </div>`;
}

/** The table that the published reference has: before, after, criterion. */
export function tableSection({ report }: Making): Html {
  const { before, table: rows, variant } = report;
  const columns = [
    { head: 'Metric' },
    ...(before === undefined ? [] : [{ head: `Baseline (${before.variant})`, numeric: true }]),
    { head: before === undefined ? `Measured (${variant})` : `After (${variant})`, numeric: true },
    { head: 'Criterion', numeric: true },
    { head: 'Status' },
  ];
  return markup`<h2 id="table-title" class="first">Before, after, criterion</h2>
    ${table(
      'Before, after, criterion',
      columns,
      rows.map((row) => ({
        cells: [
          row.metric,
          ...(before === undefined ? [] : [metricText(row.metric, row.before, row.unit)]),
          metricText(row.metric, row.after, row.unit),
          limitText(row),
          STATUS[row.status],
        ],
      })),
    )}${comparison(report)}`;
}

const STATUS = {
  pass: tag('good', '✓ pass'),
  fail: tag('bad', '✕ fail'),
  missing: tag('warn', '? missing'),
  invalid: tag('warn', '? run invalid'),
  reported: tag('muted', 'reported'),
} as const;

function comparison({ comparison: compared }: Report): Part {
  if (compared === undefined) return undefined;
  const rows = compared.differences.map((difference) => ({
    cells: [COMPARED_TEXT[difference.metric], ...differenceText(difference)],
  }));
  return markup`<h3>Difference under the peak, with its uncertainty</h3>
    ${table(
      'Differences with confidence intervals',
      [
        { head: 'Metric' },
        { head: 'Before', numeric: true },
        { head: 'After', numeric: true },
        { head: 'Difference', numeric: true },
        { head: `${(100 * compared.confidence).toFixed(0)} % interval`, numeric: true },
        { head: 'Reading' },
      ],
      rows,
      `Block bootstrap over slices of ${compared.sliceSeconds.toFixed(1)} s, ${compared.resamples} resamples, seed ${compared.seed}`,
    )}`;
}

const LEVEL_TAG = {
  blocks: tag('bad', '✕ blocks'),
  withholds: tag('warn', '? withholds'),
  limits: tag('warn', '! limits'),
  supports: tag('good', '✓ supports'),
} as const;

/** All reasons, each with where it can be looked up. */
export function reasonsSection({ report }: Making): Html {
  return section('reasons', 'Reasons', [
    table(
      'Reasons of the decision',
      [{ head: 'Reason' }, { head: 'Does' }, { head: 'Evidence' }],
      report.decision.reasons.map((reason: Reason) => ({
        cells: [
          reason.text,
          LEVEL_TAG[reason.level],
          markup`${reason.evidence.what}<br /><code>${reason.evidence.where}</code>`,
        ],
      })),
    ),
  ]);
}
