import type { RunSetup, RunWorkload } from '../../core/decide/run-record.ts';
import { printable } from '../../core/text/printable.ts';
import { count, counted, duration } from '../../core/text/numbers.ts';
import type { WorkloadLine } from '../model.ts';
import { refOf, type SidedPhase } from './input.ts';

/** What each phase was offered, in words; the schedule of a phase that was forced through one. */
export function workloadsOf(phases: readonly SidedPhase[]): readonly WorkloadLine[] {
  return phases.flatMap((phase) => {
    const { workload, analysis, setup } = phase.record;
    const { schedule, seed } = analysis.facts ?? {};
    const text =
      workload !== undefined
        ? wordsOf(workload, setup)
        : schedule === undefined
          ? undefined
          : `schedule ${printable(schedule)}`;
    if (text === undefined) return [];
    return [
      {
        ...refOf(phase),
        text,
        seed: workload?.seed ?? seed,
        hash: workload === undefined ? undefined : printable(workload.hash),
      },
    ];
  });
}

function wordsOf(
  { rate, durationS, arrivals, keys, skew, hot, burst, units }: RunWorkload,
  { store, idempotent, faults }: RunSetup,
): string {
  return [
    `${count(rate)} requests/s for ${time(durationS)}`,
    `${printable(arrivals)} arrivals`,
    ...(burst === undefined
      ? []
      : [`${burst.factor}× the rate for ${time(burst.lengthS)} of every ${time(burst.periodS)}`]),
    `${counted(keys, 'key')}, Zipf exponent ${skew}`,
    ...(hot === undefined
      ? []
      : [`${(100 * hot.share).toFixed(0)} % of them to ${counted(hot.keys, 'hot key')}`]),
    counted(units, 'unit'),
    ...(store === undefined ? [] : [storeText(store)]),
    ...(idempotent === false ? ['request ids not idempotent'] : []),
    ...(faults === undefined ? [] : [`faults ${printable(faults)}`]),
  ].join(', ');
}

function time(seconds: number): string {
  return seconds >= 120 && seconds % 60 === 0 ? `${count(seconds / 60)} min` : `${seconds} s`;
}

function storeText({ kind, latency_ms: latencyMs }: NonNullable<RunSetup['store']>): string {
  const slowed = latencyMs === undefined ? '' : `, each call ${duration(latencyMs)} slower on average`;
  return `store ${printable(kind)}${slowed}`;
}
