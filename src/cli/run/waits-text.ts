import { DEFAULT_CRITERIA, diagnoseLoad, machineText, waitsOf } from '../../core/index.ts';
import { percent } from '../../core/words/figures.ts';
import type { LoadRun } from '../../harness/phases/load.ts';
import type { LabelledLine } from '../blamed-line.ts';
import type { CheckedTrace } from '../check/checked-trace.ts';

/** Why attempts waited, how much each process had to do, and who had the machine. */
export function waitLines(
  { metrics, machine }: Pick<LoadRun, 'metrics' | 'machine'>,
  { analysis }: CheckedTrace,
): readonly LabelledLine[] {
  const { processes, store_calls: storeCalls, phase } = metrics;
  const waits = waitsOf(analysis.history, DEFAULT_CRITERIA.maxQueueDelayMs);
  const each = processes.map(
    ({ id, cpu_share: cpu, busy_share: busy }) => `${id} ${percent(cpu, 2)} (busy ${percent(busy, 2)})`,
  );
  return [
    // With faults injected attempts are made to wait.
    ...(phase === 'fault'
      ? []
      : [['waits', diagnoseLoad(waits, { machine, processes, storeCalls }).text] as const]),
    ...(each.length === 0 ? [] : [['processes', `of one processor each: ${each.join(', ')}`] as const]),
    ['machine', machineText(machine)],
  ];
}
