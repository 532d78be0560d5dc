import { count } from '../core/text/numbers.ts';
import { percent } from '../core/text/figures.ts';
import { bytesText } from './figures.ts';
import { bullets, code, lines, md, table } from './markdown-text.ts';
import type { Report } from './model.ts';
import { triggerCondition } from './triggers.ts';

/** Latency, popularity of keys and screens, as far as text can say them. */
export function measurePart({ latency, popularity, screens }: Report): string {
  const at = (wanted: number) => (curve: Report['latency'][number]) => {
    const index = curve.percentile.indexOf(wanted);
    return index < 0 ? 'too few attempts' : `${curve.ms[index]!.toFixed(1)} ms`;
  };
  return lines(
    '## Latency',
    '',
    table(
      ['Phase', 'p50', 'p90', 'p99', 'p99.9'],
      latency.map((curve) => [curve.label, ...[50, 90, 99, 99.9].map((wanted) => at(wanted)(curve))]),
    ),
    '',
    '## Key popularity and contention',
    ...bullets(popularity.map(({ label, sentence }) => `${label}: ${sentence}`)),
    '',
    '## Capacity and retry screens',
    '',
    table(
      ['Phase', 'Screen', 'Formula', 'Predicted', 'Measured', 'Reading'],
      screens.map(({ label, name, formula, predicted, measured, reading }) => [
        label,
        name,
        formula,
        predicted,
        measured,
        reading,
      ]),
    ),
  );
}

/** What was offered, and how much that can have shown. */
export function workloadPart({ workloads, coverage }: Report): string {
  return lines(
    '## Workload',
    '',
    table(
      ['Phase', 'Offered', 'Seed', 'Hash of the workload'],
      workloads.map(({ label, text, seed, hash }) => [label, text, String(seed ?? 'not known'), hash ?? '']),
    ),
    '',
    '## Coverage',
    '',
    table(
      [
        'Phase',
        'Workers',
        'Keys',
        'Contended keys',
        'Most on one key',
        'Most in flight',
        'Writers that overlapped',
        'Unknown outcomes',
      ],
      coverage.map((line) => [
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
      ]),
    ),
  );
}

/** The release package with its evidence. */
export function releasePart({ decision }: Report): string {
  return lines(
    '## Release package',
    '',
    table(
      ['Item', 'Status', 'Why', 'Evidence'],
      decision.items.map(({ item, status, text, evidence }) => [
        item,
        status,
        text,
        `${evidence.what} (${evidence.where})`,
      ]),
    ),
  );
}

/** What is left open, and how it goes on. */
export function outlookPart({ notTested, risks, rollout, triggers }: Report): string {
  return lines(
    '## What was not tested',
    ...bullets(notTested),
    '',
    '## Residual risks',
    ...bullets(risks),
    '',
    '## Rollout plan',
    '',
    ...rollout.map(({ step, until }, index) => `${index + 1}. ${md(step)} Until: ${md(until)}.`),
    '',
    '## Monitoring triggers',
    '',
    table(
      ['Trigger', 'Fires when', 'Then', 'It means', 'Threshold from'],
      triggers.map((trigger) => [
        trigger.name,
        triggerCondition(trigger),
        trigger.action,
        trigger.meaning,
        `${trigger.evidence.phase}: ${trigger.evidence.what}`,
      ]),
    ),
  );
}

/** Commands and raw data. */
export function appendixPart({ commands, files }: Report): string {
  return lines(
    '## How to reproduce each figure',
    '',
    ...commands.map(({ figure, command }) => `- ${md(figure)}: ${code(command)}`),
    '',
    '## Raw data',
    '',
    table(
      ['File', 'Size', 'SHA-256'],
      files.map(({ run, name, bytes, sha256 }) => [`${run}/${name}`, bytesText(bytes), sha256]),
    ),
  );
}
