import { limitText, metricText } from '../figures.ts';
import { figureAndLimit, figureText } from '../../core/words/figures.ts';
import { count, counted, span } from '../../core/words/numbers.ts';
import { printable } from '../../core/words/printable.ts';
import { COMPARED_TEXT, differenceText } from '../differences.ts';
import type { PhaseRef } from '../phase-ref.ts';
import type { Report } from '../model/model.ts';
import { code, details, tableBlock, tag, text, type Block, type Cell, type Table } from './block.ts';

const STATUS = {
  pass: tag('good', 'pass'),
  fail: tag('bad', 'fail'),
  missing: tag('open', 'missing'),
  invalid: tag('open', 'run invalid'),
  reported: '',
} as const;

/** The figures of the service before and of the candidate, held against the criteria. */
export function criterionTable(report: Report): Table {
  const { peaks, table: rows, variant, before } = report;
  const head = (side: string, peak: PhaseRef | undefined, name: string) =>
    `${side}: ${peak === undefined ? name : peak.label.replace(' · ', ', ')}`;
  return {
    name: before === undefined ? 'Measured figures and criteria' : 'Before, after and criteria',
    columns: [
      { head: 'Metric' },
      ...(before === undefined
        ? []
        : [{ head: head('Before', peaks.before, before.variant), numeric: true }]),
      {
        head: head(before === undefined ? 'Measured' : 'After', peaks.after, variant),
        numeric: true,
      },
      { head: 'Criterion', numeric: true },
      { head: 'Status' },
    ],
    rows: rows.map((row) => {
      const figure = (side: 'before' | 'after'): Cell => {
        const untrusted = row.untrusted[side];
        return row[side] === undefined && untrusted !== undefined
          ? { text: metricText(row, untrusted), as: 'struck' }
          : metricText(row, row[side]);
      };
      return [
        row.metric,
        ...(before === undefined ? [] : [figure('before')]),
        figure('after'),
        limitText(row, row.after ?? row.untrusted.after),
        STATUS[row.status],
      ];
    }),
  };
}

/** What a struck figure means; '' where there is none. */
export function struckNote({ table }: Report): string {
  const struck = table.some(
    ({ untrusted: { before, after } }) => before !== undefined || after !== undefined,
  );
  return struck ? 'Struck out: measured in an invalid run, and compared with no limit.' : '';
}

const LEVEL = {
  blocks: tag('bad', 'blocks'),
  withholds: tag('open', 'withholds'),
  limits: tag('limited', 'limits'),
  supports: tag('good', 'supports'),
} as const;

/** What the answer stands on: every reason, every criterion in every phase, the uncertainty, the canary. */
export function basisBlocks(report: Report): readonly Block[] {
  const { reasons } = report.decision;
  return [
    details(
      `All ${counted(reasons.length, 'reason')} of the decision, with evidence`,
      [
        tableBlock({
          name: 'Reasons of the decision',
          columns: [{ head: 'Reason' }, { head: 'Effect' }, { head: 'Measured' }, { head: 'Where' }],
          rows: reasons.map(({ text: reason, level, evidence }) => [
            reason,
            LEVEL[level],
            evidence.what,
            code(evidence.where),
          ]),
        }),
      ],
      true,
    ),
    criteriaDetails(report),
    ...comparison(report),
    ...canary(report),
  ];
}

function criteriaDetails({ criteria, decision }: Report): Block {
  const changed = criteria.filter((line) => line.changed).length;
  return details(
    changed === 0
      ? 'The criteria, all at their defaults'
      : `The criteria, of which ${count(changed)} ${changed === 1 ? 'is' : 'are'} not the default`,
    [
      tableBlock({
        name: 'Criteria of the decision',
        columns: [{ head: 'Criterion' }, { head: 'Value' }, { head: 'Default' }],
        rows: criteria.map((line) => [
          line.text,
          line.changed ? { text: line.value, as: 'strong', tone: 'warn' } : line.value,
          line.changed ? line.usual : 'the same',
        ]),
      }),
      tableBlock({
        name: 'Every limit in every phase',
        columns: [
          { head: 'Limit' },
          { head: 'Phase' },
          { head: 'Measured', numeric: true },
          { head: 'Must be', numeric: true },
          { head: 'Status' },
        ],
        rows: decision.criteria.map((each) => [
          each.criterion,
          each.phase,
          figureAndLimit(each.measured, each.limit, each.unit)[0],
          limitText(each, each.measured),
          STATUS[each.status],
        ]),
      }),
    ],
    changed > 0,
  );
}

function comparison({ comparison: compared }: Report): readonly Block[] {
  if (compared === undefined) return [];
  return [
    details(
      'How sure the differences between before and after are',
      [
        tableBlock({
          name: 'Differences with confidence intervals',
          columns: [
            { head: 'Metric' },
            { head: 'After − before', numeric: true },
            { head: `${(100 * compared.confidence).toFixed(0)} % interval`, numeric: true },
            { head: 'Reading' },
          ],
          rows: compared.differences.map((each) => [COMPARED_TEXT[each.metric], ...differenceText(each)]),
          caption: `Block bootstrap over slices of ${compared.sliceSeconds.toFixed(1)} s, ${count(compared.resamples)} resamples, seed ${compared.seed}`,
        }),
      ],
      false,
    ),
  ];
}

function canary({ canary: of }: Report): readonly Block[] {
  if (of === undefined) return [];
  const size = `${counted(of.requests, 'request')} in ${span(Math.round(of.seconds))}, ${figureText(of.trafficShare, 'share')} of the traffic`;
  return [
    details(
      `The canary: ${size}`,
      [
        text(
          `${printable(of.variant)}, as ${printable(of.source)} recorded it: mismatch ${count(of.invariantMismatch)}, ` +
            `${counted(of.duplicateConfirmations, 'duplicate confirmation')}, p99 ${figureText(of.p99LatencyMs, 'ms')}, ` +
            `HTTP 5xx ${figureText(of.http5xxRate, 'share')}, longest queue delay ${figureText(of.maxQueueDelayMs, 'ms')}, ` +
            `conflicts ${figureText(of.conflictRate, 'share')}, ${figureText(of.attemptsPerRequest, 'attempts')} attempts per request, ` +
            `${of.rolledBack ? 'rolled back' : 'not rolled back'}.`,
        ),
      ],
      true,
    ),
  ];
}

/** The criteria that are not the default, in a sentence; '' if all are. */
export function changedCriteria({ criteria }: Report): string {
  const changed = criteria.filter((line) => line.changed);
  if (changed.length === 0) return '';
  const each = changed.map(({ text: name, value, usual }) => `${name} ${value} instead of ${usual}`);
  return `Not decided by the default criteria: ${each.join('; ')}.`;
}
