import { utilisation } from '../../core/measure/screens.ts';
import { mean } from '../../core/measure/quantile.ts';
import { count, duration } from '../../core/text/numbers.ts';
import { percent } from '../../core/text/figures.ts';
import type { Screen } from '../model.ts';
import { refOf, type SidedPhase } from './input.ts';

/** What the formulas predicted of each loaded phase, beside what was measured. */
export function screensOf(phases: readonly SidedPhase[]): readonly Screen[] {
  return phases.flatMap((phase) =>
    [capacity(phase), retries(phase)].filter((screen) => screen !== undefined),
  );
}

function capacity(phase: SidedPhase): Screen | undefined {
  const { metrics, workload, analysis } = phase.record;
  if (metrics === undefined) return undefined;
  const { workers, service_ms: serviceMs, utilisation: predicted } = metrics.capacity;
  const rate = workload?.rate;
  const { latencyMs, queueDelayMs } = analysis.history;
  // What an attempt takes beside its wait, under load: more than alone, because the attempts share the machine.
  const service = latencyMs.map((ms, row) => ms - queueDelayMs[row]!).filter((ms) => !Number.isNaN(ms));
  const busyMs = mean(service);
  const attemptsPerS = metrics.attempts.started / Math.max(1e-9, metrics.requests.seconds);
  const measured = utilisation(attemptsPerS, busyMs, workers);
  const known = !Number.isNaN(measured);
  return {
    ...refOf(phase),
    name: 'capacity',
    formula: 'ρ = λ·S / m',
    predicted: `ρ = ${predicted.toFixed(3)}${
      rate === undefined ? '' : ` (λ ${count(rate)}/s, S ${duration(serviceMs)}, m ${count(workers)})`
    }`,
    measured: known
      ? `${measured.toFixed(3)} in service per worker (λ ${count(attemptsPerS)}/s, S ${duration(busyMs)}, m ${count(workers)})`
      : 'not measured: the trace has no latency or no queue delay',
    reading: !known
      ? ''
      : measured < 1
        ? 'there is room'
        : 'a worker has more than one attempt in service at a time',
  };
}

function retries(phase: SidedPhase): Screen | undefined {
  const { metrics } = phase.record;
  if (metrics === undefined) return undefined;
  const {
    refused_write_rate: ofAll,
    // Runs of earlier versions say only how many of all writes were refused.
    first_refused_rate: p = ofAll,
    attempts_per_request: measured,
    predicted_attempts_per_request: predicted,
  } = metrics.retries;
  const rate = metrics.requests.sent / Math.max(1e-9, metrics.requests.seconds);
  const more = (perRequest: number) => `+${percent(perRequest - 1)}`;
  const load = (perRequest: number) => `${count(rate * perRequest)} attempts/s`;
  return {
    ...refOf(phase),
    name: 'retry amplification',
    formula: '(1 − pⁿ) / (1 − p)',
    predicted: `${predicted.toFixed(3)} attempts per request (${more(predicted)}), ${load(predicted)}, at p = ${percent(p)} of first writes`,
    measured: `${measured.toFixed(3)} attempts per request (${more(measured)}), ${load(measured)}`,
    reading:
      measured > predicted * 1.05
        ? 'more than independent conflicts would make: conflicts come in runs'
        : 'no more than independent conflicts would make',
  };
}
