import type { RunSetup, RunWorkload } from '../../core/index.ts';
import { percent } from '../../core/words/figures.ts';
import { printable } from '../../core/words/printable.ts';
import { count, counted, duration, span } from '../../core/words/numbers.ts';
import type { WorkloadLine } from './model.ts';
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
    `${count(rate)} requests/s for ${span(durationS)}`,
    `${printable(arrivals)} arrivals`,
    ...(burst === undefined
      ? []
      : [`${burst.factor}× the rate for ${span(burst.lengthS)} of every ${span(burst.periodS)}`]),
    `${counted(keys, 'key')}, Zipf exponent ${skew}`,
    ...(hot === undefined ? [] : [`${percent(hot.share)} of them to ${counted(hot.keys, 'hot key')}`]),
    counted(units, 'unit'),
    ...(store === undefined ? [] : [storeText(store)]),
    ...(idempotent === false ? ['request ids not idempotent'] : []),
    ...(faults === undefined ? [] : [`faults ${printable(faults)}`]),
  ].join(', ');
}

function storeText({ kind, latency_ms: latencyMs }: NonNullable<RunSetup['store']>): string {
  const slowed = latencyMs === undefined ? '' : `, each call ${duration(latencyMs)} slower on average`;
  return `store ${printable(kind)}${slowed}`;
}
