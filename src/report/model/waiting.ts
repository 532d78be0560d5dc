import {
  diagnoseLoad,
  type LoadDiagnosis,
  type PhaseName,
  type PhaseRecord,
  waitsOf,
} from '../../core/index.ts';

/** The phases in which waits are put down to something: with faults injected, or a schedule forced, they are made. */
const JUDGED: readonly PhaseName[] = ['baseline', 'load', 'retest'];

/** Why the attempts of a phase waited, by its rows, its figures and its machine together; undefined where waits are made. */
export function waitingIn(
  { phase, analysis, metrics, setup }: PhaseRecord,
  limitMs: number,
): LoadDiagnosis | undefined {
  if (!JUDGED.includes(phase)) return undefined;
  return diagnoseLoad(waitsOf(analysis.history, limitMs), {
    machine: setup.machine,
    processes: metrics?.processes,
    storeCalls: metrics?.store_calls,
  });
}
