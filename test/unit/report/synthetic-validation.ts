import type { PhaseName } from '../../../src/core/decide/evidence.ts';
import { metricsOf, peakWorkload, writePhase, type Row } from './synthetic-run.ts';

/** What a phase's trace shows. */
export type Outcome = typeof HELD | typeof RACED;
/** Two workers met on every key, and the second was refused; most of the time they came one after the other. */
export const HELD = 'held';
/** Two workers met on every key, and both took the same unit. */
export const RACED = 'raced';

const KEYS = 12;
/** Pairs of every key: of a load the least that a scaled one may have, 900 attempts a second for half a minute. */
const LOADED_PAIRS = 1125;
const PAIRS = 5;
/** Of a service that holds, one pair in so many meets: more conflicts would miss their limit. */
const MEETING = 6;
/** Between one pair of attempts and the next; those of one key follow each other only after all other keys have had one. */
const PAIR_US = 20_000;
const LOADED_PAIR_US = 30e6 / (LOADED_PAIRS * KEYS);

/**
 * Writes a validation of a variant: every phase with 12 keys on each of which pairs of attempts overlap.
 * @param loadedPairs pairs of every key in its load; fewer than {@link LOADED_PAIRS} are quick to read, and no scaled load
 */
export function validation(
  directory: string,
  variant: string,
  phases: Readonly<Partial<Record<PhaseName, Outcome>>>,
  loadedPairs = LOADED_PAIRS,
): void {
  for (const [phase, outcome] of Object.entries(phases)) {
    const small = phase === 'reproduce' || phase === 'baseline';
    const loaded = phase === 'load' || phase === 'retest';
    const keys = phase === 'reproduce' ? 1 : KEYS;
    const pairs = phase === 'reproduce' ? 1 : loaded ? loadedPairs : PAIRS;
    const meetings = outcome === RACED ? pairs : Math.ceil(pairs / MEETING);
    const units = 2 * pairs - meetings;
    const rows = rowsOf(outcome, {
      keys,
      pairs,
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
          units: { initial: keys * units, remaining: 0 },
          ...(phase === 'fault' && { faults: FAULTS.map((fault) => ({ injected: 2, fault })) }),
        }),
      }),
    });
  }
}

function each(keys: number, units: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: keys }, (_, key) => [`seat-${key}`, units]));
}

const FAULTS = ['lost-answer', 'worker-kill', 'storage-timeout', 'duplicate-delivery'];

/** What the rows of a phase are to be. */
interface Shape {
  readonly keys: number;
  /** Of every key. */
  readonly pairs: number;
  readonly units: number;
  readonly variant: string;
  readonly pairUs: number;
  /** Whether each is made under a fault, of one kind after another. */
  readonly disturbed: boolean;
}

/** Pairs of attempts of two workers, of which those that meet overlap between their reads and writes. */
function rowsOf(outcome: Outcome, { keys, pairs, units, variant, pairUs, disturbed }: Shape): readonly Row[] {
  const rows: Row[] = [];
  const versions = new Array<number>(keys).fill(1);
  const left = new Array<number>(keys).fill(units);
  for (let round = 0; round < pairs; round++)
    for (let key = 0; key < keys; key++) {
      const pair = round * keys + key;
      const at = Math.round(pair * pairUs);
      const request = `r-${key}-${round}`;
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
      const step = (client: string, worker: string, offset: number) => ({
        ...common,
        ...sites,
        client_id: client,
        worker_id: worker,
        start_us: at + offset,
        read_us: at + offset + 2000,
        end_us: at + offset + 9000,
        latency_ms: 9,
        read_version: versions[key]!,
        read_value: left[key]!,
      });
      const taken = (offset: number, value: number) => ({
        write_us: at + offset,
        write_version: ++versions[key]!,
        write_value: value - 1,
        result: 'success',
      });
      const meets = outcome === RACED || round % MEETING === 0;
      const value = left[key]!;
      const met = step('B', 'w2', 500);
      rows.push({ ...step('A', 'w1', 0), ...taken(6000, value), request_id: `${request}-a` });
      left[key]!--;
      const second = meets ? met : step('B', 'w2', 9500);
      rows.push({
        ...second,
        request_id: `${request}-b`,
        ...(outcome === RACED
          ? taken(8000, value)
          : meets
            ? { write_us: at + 8000, write_version: '', write_value: '', result: 'conflict' }
            : taken(17_000, value - 1)),
      });
      if (!meets) left[key]!--;
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
