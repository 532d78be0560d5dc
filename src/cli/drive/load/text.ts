import { percent } from '../../../core/words/figures.ts';
import { count } from '../../../core/words/numbers.ts';
import { withoutPasswords } from '../../../core/words/passwords.ts';
import { clipped } from '../../../core/words/printable.ts';
import type { LabelledLine } from '../../blamed-line.ts';
import { checkText } from '../../check/text.ts';
import type { CheckedTrace } from '../../check/checked-trace.ts';
import type { Paint } from '../../output/paint.ts';
import { shown, thisProgram } from '../../output/shown.ts';
import type { PerformedLoad } from './perform.ts';
import type { LoadPlan } from './plan.ts';

/** What is about to be sent: `20/s for 10 s: POST http://127.0.0.1:3000/buy`. */
export function sentText({ requests, arrivals: { rate, durationS } }: LoadPlan): string {
  const calls = new Set(requests.map(({ calls: [call] }) => `${call!.method} ${call!.url}`));
  const what = [...calls].map((call) => clipped(withoutPasswords(call), 200)).join(', ');
  return `${rate}/s for ${durationS} s: ${what}`;
}

/** Findings that are printed; the command that is named shows all. */
const SHOWN_FINDINGS = 5;

/** What a load came to, for people. */
export function loadText(
  of: { readonly load: PerformedLoad; readonly checked: CheckedTrace; readonly folder: string },
  paint: Paint,
): string {
  const { metrics, statuses, tracePath } = of.load;
  const lines = figures(metrics, statuses);
  const width = Math.max(...lines.map(([label]) => label.length));
  return [
    checkText(of.checked, SHOWN_FINDINGS, paint).trimEnd(),
    '',
    ...(metrics.valid
      ? []
      : [
          paint('red', 'INVALID RUN: it did not put the service to the test that was asked for'),
          ...metrics.invalid_because.map((reason) => `  ${clipped(reason, 400)}`),
          '',
        ]),
    ...lines.map(([label, text]) => `${paint('dim', label.padEnd(width))}  ${text}`),
    '',
    `open    code ${shown(tracePath)}`,
    `check   ${thisProgram()} check ${shown(tracePath)}`,
    `report  ${thisProgram()} report ${shown(of.folder)}`,
    '',
  ].join('\n');
}

function figures(
  { requests, attempts, latency_ms, generator, http_5xx, workload_hash }: PerformedLoad['metrics'],
  statuses: PerformedLoad['statuses'],
): readonly LabelledLine[] {
  const answers = [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, times]) => `${count(times)} × ${status === 0 ? 'no answer' : status}`);
  return [
    [
      'requests',
      `${requests.sent} of ${requests.offered} sent, ${requests.unsent ?? 0} of the others without a connection; ` +
        `offered ${(requests.offered_per_s ?? 0).toFixed(1)}/s, answered ${requests.achieved_per_s.toFixed(1)}/s`,
    ],
    ['answers', answers.length === 0 ? 'none' : answers.join(', ')],
    [
      'attempts',
      `${attempts.started} = ${attempts.success} success + ${attempts.conflict} conflict + ` +
        `${attempts.rejected} rejected + ${attempts.timeout} of open outcome (error or no answer: ${percent(http_5xx.rate)})`,
    ],
    [
      'latency',
      `p50 ${ms(latency_ms.p50)}, p99 ${ms(latency_ms.p99)}, max ${ms(latency_ms.max)}, of requests, from when each was due`,
    ],
    ...(generator === undefined
      ? []
      : [
          [
            'generator',
            `sent late by p99 ${ms(generator.lag_ms.p99)}, max ${ms(generator.lag_ms.max)}`,
          ] as const,
        ]),
    ['workload', workload_hash],
  ];
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
