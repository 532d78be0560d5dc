import type { PhaseName } from '../../../src/core/decide/evidence.ts';
import { metricsOf, peakWorkload, writePhase, type Row } from './synthetic-run.ts';

/** What a phase's trace shows. */
export type Outcome = typeof HELD | typeof RACED;
/** Two workers met on every key, and the second was refused. */
export const HELD = 'held';
/** Two workers met on every key, and both took the same unit. */
export const RACED = 'raced';

const KEYS = 12;
/** Of every key: of a load the least that a scaled one may have, 900 attempts a second for half a minute. */
const LOADED_UNITS = 1125;
const UNITS = 5;
/** Between one pair of attempts and the next; those of one key follow each other only after all other keys have had one. */
const PAIR_US = 20_000;
const LOADED_PAIR_US = 30e6 / (LOADED_UNITS * KEYS);

/** Writes a validation of a variant: every phase with 12 keys on each of which pairs of attempts overlap. */
export function validation(
  directory: string,
  variant: string,
  phases: Readonly<Partial<Record<PhaseName, Outcome>>>,
): void {
  for (const [phase, outcome] of Object.entries(phases)) {
    const small = phase === 'reproduce' || phase === 'baseline';
    const loaded = phase === 'load' || phase === 'retest';
    const keys = phase === 'reproduce' ? 1 : KEYS;
    const units = phase === 'reproduce' ? 1 : loaded ? LOADED_UNITS : UNITS;
    const rows = rowsOf(outcome, {
      keys,
      units,
      variant,
      disturbed: phase === 'fault',
      pairUs: loaded ? LOADED_PAIR_US : PAIR_US,
    });
    writePhase(directory, {
      phase,
      variant,
      rows,
      initial: each(keys, units),
      remaining: each(keys, 0),
      manifest: {
        phase,
        ...(phase === 'reproduce'
          ? { schedule: 'A:read B:read A:write B:write' }
          : peakWorkload(undefined, 30)),
        ...(phase === 'fault' && {
          fault_windows: [{ fault: 'worker-kill', from_us: 100_000, to_us: 300_000 }],
        }),
      },
      ...(!small && {
        metrics: metricsOf({
          rows,
          variant,
          phase,
          attemptsPerRequest: 1.1,
          refusedWriteRate: 0.09,
          ...(phase === 'fault' && { faults: FAULTS.map((fault) => ({ ...STRUCK, fault })) }),
        }),
      }),
    });
  }
}

function each(keys: number, units: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: keys }, (_, key) => [`seat-${key}`, units]));
}

const FAULTS = ['lost-answer', 'worker-kill', 'storage-timeout', 'duplicate-delivery'];
const STRUCK = { attempts: 30, timeouts: 0, injected: 2 };

/** What the rows of a phase are to be. */
interface Shape {
  readonly keys: number;
  readonly units: number;
  readonly variant: string;
  readonly pairUs: number;
  /** Whether each is made under a fault, of one kind after another. */
  readonly disturbed: boolean;
}

/** Of every unit of every key, two attempts of two workers that overlap between their reads and writes. */
function rowsOf(outcome: Outcome, { keys, units, variant, pairUs, disturbed }: Shape): readonly Row[] {
  const rows: Row[] = [];
  const versions = new Array<number>(keys).fill(1);
  for (let unit = 0; unit < units; unit++)
    for (let key = 0; key < keys; key++) {
      const pair = unit * keys + key;
      const at = Math.round(pair * pairUs);
      const value = units - unit;
      const request = `r-${key}-${unit}`;
      const common = {
        inventory_key: `seat-${key}`,
        queue_delay_ms: 1,
        retry_count: 0,
        deployment: variant,
        ...(disturbed && { fault: FAULTS[pair % FAULTS.length]! }),
      };
      const sites = {
        read_site: 'src/harness/service/reservation.ts:14:33',
        write_site: `src/harness/service/${variant}.ts:10:17`,
        confirm_site: 'src/harness/service/reservation.ts:18:35',
      };
      const read = versions[key]!;
      const step = (client: string, worker: string, offset: number) => ({
        ...common,
        ...sites,
        client_id: client,
        worker_id: worker,
        start_us: at + offset,
        read_us: at + offset + 2000,
        end_us: at + offset + 9000,
        latency_ms: 9,
        read_version: read,
        read_value: value,
      });
      rows.push({
        ...step('A', 'w1', 0),
        request_id: `${request}-a`,
        write_us: at + 6000,
        write_version: ++versions[key]!,
        write_value: value - 1,
        result: 'success',
      });
      const second = { ...step('B', 'w2', 500), request_id: `${request}-b`, write_us: at + 8000 };
      rows.push(
        outcome === RACED
          ? { ...second, write_version: ++versions[key]!, write_value: value - 1, result: 'success' }
          : { ...second, write_version: '', write_value: '', result: 'conflict' },
      );
    }
  return rows;
}

/** Runs its script in any place that takes text for markup, and would reverse or clear what it is printed in. */
const EVIL = '<img src=x onerror=alert(1)>[x](javascript:alert(1))|`\u202e\u001b[2J\u0007"\'&\n';

/** Writes a run in which every text that a trace, a manifest or metrics may hold is hostile, or `evil`, and a race. */
export function hostileRun(directory: string, evil = EVIL): void {
  const text = (name: string) => `${evil}${name}`;
  const row = (name: string, start: number) => ({
    request_id: text(name),
    inventory_key: text('key'),
    worker_id: text(name),
    client_id: text(name),
    read_version: 1,
    result: 'success',
    latency_ms: 4,
    queue_delay_ms: 1,
    start_us: start,
    read_us: start + 1000,
    write_us: start + 3000,
    end_us: start + 4000,
    read_site: `${text('read')}.ts:1:1`,
    write_site: `${text('write')}.ts:2:1`,
    confirm_site: `${text('confirm')}.ts:3:1`,
    phase: evil,
    fault: text('fault'),
    deployment: evil,
  });
  for (const phase of ['reproduce', 'load']) {
    const rows = [
      { ...row('a', 0), write_version: 2 },
      { ...row('b', 500), write_version: 3 },
      { ...row('c', 9000), result: evil },
    ];
    writePhase(directory, {
      phase,
      variant: text('variant'),
      rows,
      initial: { [text('key')]: 1 },
      remaining: { [text('key')]: 0 },
      manifest: {
        schedule: phase === 'reproduce' ? evil : undefined,
        faults: evil,
        invalid_because: [evil],
        store: { kind: evil },
        workload: { ...peakWorkload().workload, arrivals: evil, hash: evil },
        fault_windows: [{ fault: text('window'), from_us: 0, to_us: 3000 }],
      },
      metrics: {
        ...metricsOf({ rows: rows.slice(0, 2), variant: text('variant'), phase: evil, hash: evil }),
        valid: false,
        invalid_because: [evil],
      },
    });
  }
}
