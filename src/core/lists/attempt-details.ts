import type { Analysis } from '../analysis.ts';
import type { History } from '../history/history.ts';
import { clipped, clippedName } from '../words/printable.ts';
import { versionName } from '../history/names.ts';
import { ownUnits } from '../history/own-units.ts';
import { resultName, traceTimes } from '../history/attempt-times.ts';
import type { AttemptDetails } from './model.ts';
import { stepSite } from './step-detail.ts';
import { count, duration, momentWithUnit, unitsChanged } from '../words/numbers.ts';
import type { Step } from '../words/terms.ts';
import { ROW_FLAG, NONE } from '../words/codes.ts';

const LONGEST = 2000;

type Field = AttemptDetails['fields'][number];

/** All that the trace says of a row, unknown columns included; empty cells are left out. Undefined if there is no such row. */
export function attemptDetails(analysis: Analysis, row: number): AttemptDetails | undefined {
  const { history } = analysis;
  if (!Number.isInteger(row) || row < 0 || row >= history.size) return undefined;
  const fields = [
    ...texts(history, row, [
      ['request id', history.requestId],
      ['inventory key', history.inventoryKey],
      ['client', history.clientId],
      ['worker', history.workerId],
    ]),
    { name: 'result', value: resultName(history, row) },
    ...versions(history, row),
    ...numbers(history, row),
    ...times(history, row),
    ...texts(history, row, [
      ['read at', history.readSite],
      ['written at', history.writeSite],
      ['confirmed at', history.confirmSite],
      ['phase', history.phase],
      ['fault', history.fault],
      ['deployment', history.deployment],
    ]),
    { name: 'in the file', value: `line ${count(history.line[row]!)}` },
    ...part(analysis, row),
    ...texts(
      history,
      row,
      history.extra.map(({ name, values }) => [name, values]),
    ),
  ];
  return { row, lineOf: lineOf(analysis, row), fields };
}

function lineOf(analysis: Analysis, row: number): Step | null {
  const steps = ['write', 'read', 'confirm'] as const;
  return steps.find((step) => stepSite(analysis, row, step) !== undefined) ?? null;
}

function texts(history: History, row: number, columns: readonly (readonly [string, Int32Array])[]): Field[] {
  return columns.flatMap(([name, column]) => {
    const index = column[row] ?? NONE;
    if (index === NONE) return [];
    return [{ name: clipped(name, 200), value: clippedName(history.strings.at(index) ?? '', LONGEST) }];
  });
}

function versions(history: History, row: number): Field[] {
  const version = (name: string, cell: number, value: number): Field[] => {
    const units = Number.isNaN(value) ? '' : `${count(value)} left`;
    const text = [versionName(history, cell), units].filter((each) => each !== '');
    return text.length === 0 ? [] : [{ name, value: text.join(', ') }];
  };
  return [
    ...version('read', history.readVersion[row]!, history.readValue[row]!),
    ...version('wrote', history.writeVersion[row]!, history.writeValue[row]!),
  ];
}

function numbers(history: History, row: number): Field[] {
  const changed = unitsChanged(ownUnits(history, row));
  const [latency, queued, retries] = [
    history.latencyMs[row]!,
    history.queueDelayMs[row]!,
    history.retryCount[row]!,
  ];
  return [
    ...(changed === '' ? [] : [{ name: 'units', value: changed }]),
    ...(Number.isNaN(latency) ? [] : [{ name: 'latency', value: duration(latency) }]),
    ...(Number.isNaN(queued) ? [] : [{ name: 'queue delay', value: duration(queued) }]),
    ...(retries === NONE ? [] : [{ name: 'attempts before', value: count(retries) }]),
  ];
}

/** Each time since the first of the trace, and as the trace's own clock has it. */
function times(history: History, row: number): Field[] {
  const { fromUs, toUs } = traceTimes(history);
  const moments = [
    ['start', history.startUs],
    ['read time', history.readUs],
    ['write time', history.writeUs],
    ['end', history.endUs],
  ] as const;
  return moments.flatMap(([name, column]) => {
    const us = column[row]!;
    if (Number.isNaN(us)) return [];
    const absolute = history.originUs + BigInt(Math.round(us));
    return [{ name, value: `${momentWithUnit(us - fromUs, toUs - fromUs)} (${absolute} µs)` }];
  });
}

const PARTS: readonly (readonly [number, string])[] = [
  [ROW_FLAG.staleWrite, 'stale-version write'],
  [ROW_FLAG.duplicate, 'duplicate confirmation'],
  [ROW_FLAG.idempotentReplay, 'idempotent replay'],
  [ROW_FLAG.inChain, 'in the version chain'],
  [ROW_FLAG.witness, 'witness of an error'],
];

/** What the attempt is to the checker. */
function part({ rowFlags }: Analysis, row: number): Field[] {
  const parts = PARTS.filter(([flag]) => (rowFlags[row]! & flag) !== 0).map(([, name]) => name);
  return parts.length === 0 ? [] : [{ name: 'checker', value: parts.join(', ') }];
}
