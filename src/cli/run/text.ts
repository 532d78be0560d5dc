import type { LoadRun } from '../../harness/phases/load.ts';
import type { LoadMetrics } from '../../ingest/run-files/metrics.ts';
import type { LabelledLine } from '../blamed-line.ts';
import type { CheckedTrace } from '../check/checked-trace.ts';
import { verdictText } from '../check/text.ts';
import type { Paint } from '../output/paint.ts';
import { waitLines } from './waits-text.ts';
import { faultLines } from './faults-text.ts';
import { violationLines } from './violation-text.ts';
import { shown, thisProgram } from '../output/shown.ts';

/** What a run came to, for people. */
export function runText(run: LoadRun, checked: CheckedTrace, paint: Paint, absoluteSites: boolean): string {
  const { metrics, tracePath } = run;
  const { requests, attempts, latency_ms, queue_delay_ms, generator, http_5xx, retries, books } = metrics;
  const lines: readonly LabelledLine[] = [
    ['requests', requestsText(metrics)],
    [
      'attempts',
      `${attempts.started} = ${attempts.success} success + ${attempts.conflict} conflict + ${attempts.retry} retry + ` +
        `${attempts.rejected} rejected + ${attempts.timeout} timeout`,
    ],
    ...(requests.not_admitted === 0
      ? []
      : [
          [
            '',
            `of the rejected ${requests.not_admitted} were not admitted, ${attempts.rejected - requests.not_admitted} found nothing left`,
          ] as const,
        ]),
    [
      'latency',
      `p50 ${ms(latency_ms.p50)}, p99 ${ms(latency_ms.p99)}, max ${ms(latency_ms.max)}, of requests, from when each was due`,
    ],
    [
      'queue delay',
      `p99 ${ms(queue_delay_ms.p99)}, max ${ms(queue_delay_ms.max)}, of attempts, from when each was sent`,
    ],
    ['generator', `sent late by p99 ${ms(generator.lag_ms.p99)}, max ${ms(generator.lag_ms.max)}`],
    [
      'errors',
      `${http_5xx.count} HTTP 5xx, ${http_5xx.no_answer} without an answer, ${requests.unsent} not sent for want of a connection (${percent(http_5xx.rate)})`,
    ],
    [
      'retries',
      `${percent(retries.refused_write_rate)} of the writes refused, ${retries.attempts_per_request.toFixed(3)} attempts ` +
        `per request (${retries.predicted_attempts_per_request.toFixed(3)} predicted from ` +
        `${percent(retries.first_refused_rate)} of first writes), ` +
        `${percent(retries.conflict_rate)} answered conflict`,
    ],
    ...faultLines(metrics.faults ?? []).map((line, index) => [index === 0 ? 'faults' : '', line] as const),
    [
      'books',
      books === undefined
        ? 'not known: the store could not be asked'
        : `${books.confirmed} confirmed − (${books.initial} initial − ${books.remaining} remaining) = mismatch ` +
          `${books.mismatch}; the store took ${books.commits} writes`,
    ],
    ...violationLines({ variant: metrics.variant, analysis: checked.analysis }, paint, absoluteSites),
    ...waitLines(run, checked),
    [
      'workers',
      `${metrics.capacity.workers}, predicted utilisation ${metrics.capacity.utilisation.toFixed(3)}`,
    ],
    ['workload', metrics.workload_hash],
  ];
  const width = Math.max(...lines.map(([label]) => label.length));
  const head = metrics.valid ? verdictText(checked, paint).trimEnd() : paint('red', 'INVALID RUN');
  return [
    head,
    ...metrics.invalid_because.map((reason) => `  ${reason}`),
    '',
    ...lines.map(([label, text]) => `${paint('dim', label.padEnd(width))}  ${text}`),
    '',
    `open   code ${shown(tracePath)}`,
    `check  ${thisProgram()} check ${shown(tracePath)}`,
    '',
  ].join('\n');
}

function requestsText({ phase, requests }: LoadMetrics): string {
  const { sent, offered, answered, offered_per_s, achieved_per_s } = requests;
  // A single client asks when it has its answer, whatever was offered.
  const rate = phase === 'baseline' ? '' : `offered ${offered_per_s.toFixed(1)}/s, `;
  return `${sent} of ${offered} sent, ${answered} answered; ${rate}achieved ${achieved_per_s.toFixed(1)}/s`;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
