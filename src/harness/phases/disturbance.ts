import { setTimeout as sleep } from 'node:timers/promises';
import type { Manifest } from '../../ingest/run-files/manifest-schema.ts';
import type { FaultMetrics } from '../../ingest/run-files/metrics.ts';
import type { FaultName, FaultRate } from '../fault/faults.ts';
import { faultyClient } from '../fault/faulty-client.ts';
import { faultWindows, killTimes, openDuring, type FaultWindow } from '../fault/windows.ts';
import { WorkerKiller } from '../fault/worker-killer.ts';
import type { Client, ClientOptions } from '../load/client.ts';
import { randomFor } from '../random.ts';
import type { AttemptRow } from '../record/attempt-row.ts';
import { machineClock } from '../service/ports.ts';
import type { Cluster } from '../worker/cluster.ts';

/** What a disturbance needs of the service's processes. */
export interface DisturbableCluster extends Pick<Cluster, 'disturb' | 'replace'> {
  readonly workers: { readonly length: number };
}

export interface DisturbanceOptions {
  readonly faults: readonly FaultRate[];
  readonly seed: number;
  readonly durationS: number;
  /** Microseconds of the machine's clock at which the run begins. */
  readonly originUs: number;
  readonly cluster: DisturbableCluster;
  /** How often each fault has struck in the workers so far. */
  readonly struck?: ReadonlyMap<FaultName, number>;
}

/** When a fault was injected, in microseconds on the trace's clock. */
type ManifestWindow = NonNullable<Manifest['fault_windows']>[number];

/** When each fault is to be injected, for a manifest that is written before the run begins. */
export function plannedWindows(faults: readonly FaultRate[], durationS: number): readonly ManifestWindow[] {
  return faultWindows(faults, durationS, 0).map(({ fault, fromUs, toUs }) => ({
    fault,
    from_us: fromUs,
    to_us: toUs,
  }));
}

/** The faults of a run: switches them on at their windows, in the clients, in the workers' store, and from outside. */
export class Disturbance {
  readonly #windows: readonly FaultWindow[];
  readonly #options: DisturbanceOptions;
  readonly #killer: WorkerKiller;
  readonly #struck = new Map<FaultName, number>();
  readonly #rows = new Map<FaultName, { attempts: number; timeouts: number }>();

  constructor(options: DisturbanceOptions) {
    const { faults, seed, durationS, originUs, cluster } = options;
    this.#options = options;
    this.#windows = faultWindows(faults, durationS, originUs);
    cluster.disturb(this.#windows, seed);
    this.#killer = new WorkerKiller({
      kills: killTimes(this.#windows, seed),
      clock: machineClock,
      random: randomFor(seed, 'victims'),
      victims: cluster.workers.length,
      replace: (victim) => cluster.replace(victim),
    });
  }

  /** A client on the network that fails, whose rows say in which window they were made. */
  client(options: ClientOptions): Client {
    return faultyClient({
      ...options,
      record: (rows) => {
        options.record(this.marked(rows));
      },
      seed: this.#options.seed,
      windows: this.#windows,
      struck: (fault) => this.#struck.set(fault, (this.#struck.get(fault) ?? 0) + 1),
      sleep,
    });
  }

  /** The rows with the fault that was open while each was made. */
  marked(rows: readonly AttemptRow[]): readonly AttemptRow[] {
    return rows.map((row) => this.#marked(row));
  }

  /** Resolves when no worker is being killed or started any more. @throws Error if one could not be started */
  stop(): Promise<void> {
    return this.#killer.stop();
  }

  /** The windows, or what there was of them until the run ended, in microseconds since its beginning. */
  windowsUntil(endUs: number): readonly ManifestWindow[] {
    const { originUs } = this.#options;
    return this.#windows
      .filter(({ fromUs }) => fromUs < endUs)
      .map(({ fault, fromUs, toUs }) => ({
        fault,
        from_us: fromUs - originUs,
        to_us: Math.min(toUs, Math.round(endUs)) - originUs,
      }));
  }

  get counts(): readonly FaultMetrics[] {
    const seconds = (us: number) => (us - this.#options.originUs) / 1e6;
    return this.#windows.map(({ fault, rate, fromUs, toUs }) => {
      const { attempts, timeouts } = this.#rows.get(fault) ?? { attempts: 0, timeouts: 0 };
      const injected = this.#injected(fault);
      const window = { from_s: seconds(fromUs), to_s: seconds(toUs) };
      return { fault, rate, ...window, attempts, timeouts, ...(injected !== undefined && { injected }) };
    });
  }

  #injected(fault: FaultName): number | undefined {
    switch (fault) {
      case 'worker-kill':
        return this.#killer.kills;
      case 'lost-answer':
      case 'duplicate-delivery':
        return this.#struck.get(fault) ?? 0;
      case 'storage-timeout':
      case 'slow-storage': {
        const { struck } = this.#options;
        return struck && (struck.get(fault) ?? 0);
      }
    }
  }

  #marked(row: AttemptRow): AttemptRow {
    const fault = openDuring(this.#windows, row.startUs, row.endUs)?.fault;
    if (fault === undefined) return row;
    const rows = this.#rows.get(fault) ?? { attempts: 0, timeouts: 0 };
    this.#rows.set(fault, rows);
    rows.attempts++;
    if (row.result === 'timeout') rows.timeouts++;
    return { ...row, fault };
  }
}
