import { count, signed } from '../core/text/numbers.ts';
import { ANSWER } from './answer.ts';
import { COMPARED_TEXT, differenceText } from './differences.ts';
import { limitText, metricText } from './figures.ts';
import { appendixPart, measurePart, outlookPart, releasePart, workloadPart } from './markdown-package.ts';
import { bullets, code, lines, md, table } from './markdown-text.ts';
import type { Report } from './model.ts';

/** The report as Markdown: everything that is not a plot. All of it is text to whatever renders it. */
export function reportMarkdown(report: Report): string {
  const sections = [
    decisionPart,
    tablePart,
    invariantPart,
    racePart,
    mechanismPart,
    failurePart,
    measurePart,
    workloadPart,
    releasePart,
    outlookPart,
    appendixPart,
  ];
  return `${sections.map((part) => part(report)).join('\n\n')}\n`;
}

function decisionPart({ name, variant, before, decision }: Report): string {
  const [word, answer] = ANSWER[decision.decision];
  const against = before === undefined ? '' : `, against ${md(before.name)} (${md(before.variant)})`;
  return lines(
    `# Can ${md(variant)} be released?`,
    '',
    `Validation report of ${md(name)}${against}`,
    '',
    `**${word.toUpperCase()}: ${answer}**`,
    '',
    table(
      ['Reason', 'Does', 'Seen', 'Where'],
      decision.reasons.map(({ text, level, evidence }) => [
        text,
        level,
        `${evidence.phase}: ${evidence.what}`,
        evidence.where,
      ]),
    ),
  );
}

function tablePart({ before, variant, table: rows, comparison }: Report): string {
  const head = ['Metric', ...(before ? [`Baseline (${before.variant})`] : [])];
  const after = before ? `After (${variant})` : `Measured (${variant})`;
  const compared =
    comparison === undefined
      ? []
      : [
          '',
          '### Difference under the peak, with its uncertainty',
          '',
          table(
            [
              'Metric',
              'Before',
              'After',
              'Difference',
              `${(100 * comparison.confidence).toFixed(0)} % interval`,
              'Reading',
            ],
            comparison.differences.map((each) => [COMPARED_TEXT[each.metric], ...differenceText(each)]),
          ),
        ];
  return lines(
    '## Before, after, criterion',
    '',
    table(
      [...head, after, 'Criterion', 'Status'],
      rows.map((row) => [
        row.metric,
        ...(before ? [metricText(row.metric, row.before, row.unit)] : []),
        metricText(row.metric, row.after, row.unit),
        limitText(row),
        row.status,
      ]),
    ),
    ...compared,
  );
}

function invariantPart({ invariant, findings }: Report): string {
  const known = (value: number | undefined) => (value === undefined ? 'not known' : count(value));
  return lines(
    '## The invariant',
    '',
    'Confirmed reservations = initial inventory − remaining inventory, per key and in total.',
    '',
    table(
      [
        'Phase',
        'Confirmed',
        'Initial',
        'Remaining',
        'Mismatch',
        'Stale writes',
        'Duplicates',
        'Without a write',
        'Lost confirmations',
        'Unexplained',
        'Verdict',
      ],
      invariant.map(({ label, ledger, verdict }) => [
        label,
        count(ledger.confirmed),
        known(ledger.initial),
        known(ledger.remaining),
        ledger.mismatch === undefined ? 'not known' : signed(ledger.mismatch),
        signed(ledger.by['stale-version-write']),
        signed(ledger.by['duplicate-confirmation']),
        signed(ledger.by['confirmation-without-write']),
        signed(ledger.by['lost-confirmation']),
        signed(ledger.unexplained),
        verdict,
      ]),
    ),
    ...bullets(
      invariant.flatMap(({ label, invalidBecause, unknownBecause, problems }) =>
        [...invalidBecause, ...unknownBecause, ...problems].map((reason) => `${label}: ${reason}`),
      ),
    ),
    '',
    '### Findings',
    '',
    findings.length === 0
      ? 'Nothing was found in any phase.'
      : table(
          ['Finding', 'Phase', 'Key', 'What', 'When', 'Lines of the trace', 'Source'],
          findings.map(({ code, label, key, summary, when, lines: at, site }) => [
            code,
            label,
            key,
            summary,
            when,
            at.join(', '),
            site,
          ]),
        ),
  );
}

function racePart({ race }: Report): string {
  if (race === undefined)
    return lines(
      '## The race',
      '',
      'No trace of these runs has a stale-version write or a duplicate confirmation.',
    );
  const { claim, proof, label, schedule, rootCause, books, booksTitle, repeated } = race;
  const from =
    `From ${md(label)}${schedule === undefined ? '' : `, schedule ${code(schedule)}`}. ${repeated === '' ? '' : `${repeated}.`}`.trimEnd();
  return lines(
    '## The race',
    '',
    `**${md(claim)}** ${md(proof)}`,
    '',
    from,
    '',
    interleaving(race),
    '',
    `**Root cause.** ${md(rootCause)}`,
    ...mitigatedPart(race),
    '',
    `### ${md(booksTitle)}`,
    ...bullets(books.map(({ text, wrong }) => `${text.trim()}${wrong ? ' (wrong)' : ''}`)),
  );
}

function mitigatedPart({ mitigated }: NonNullable<Report['race']>): readonly string[] {
  if (mitigated === undefined) return [];
  return ['', '### The same schedule, mitigated', '', md(mitigated.outcome), '', interleaving(mitigated)];
}

function interleaving({ columns, steps }: Pick<NonNullable<Report['race']>, 'columns' | 'steps'>): string {
  return table(
    ['Time (ms)', ...columns.map((column) => column.label)],
    steps.map((step) => [
      step.when,
      ...columns.map((_, column) =>
        column !== step.column
          ? ''
          : [`${step.offending ? '✕ ' : ''}${step.step} ${step.detail}`, step.site, step.source, step.lacks]
              .filter((part) => part !== '')
              .join(' · '),
      ),
    ]),
  );
}

function mechanismPart({ mechanisms }: Report): string {
  return lines(
    '## Mechanism',
    '',
    table(
      ['Mechanism', 'Evidence', 'For', 'Against'],
      mechanisms.map(({ name, verdict, evidenceFor, evidenceAgainst }) => [
        name,
        verdict,
        evidenceFor.join('; '),
        evidenceAgainst.join('; '),
      ]),
    ),
  );
}

function failurePart({ failures }: Report): string {
  if (failures.length === 0)
    return lines('## Failure timeline', '', 'No phase with times has an error or an injected fault.');
  return lines(
    '## Failure timeline',
    ...failures.flatMap(({ label, moments }) => [
      '',
      `### ${md(label)}`,
      '',
      table(
        ['Time', 'What'],
        moments.map(({ when, what }) => [when, what]),
      ),
    ]),
  );
}
