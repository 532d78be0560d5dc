import type { FaultName, FaultRate } from '../fault/faults.ts';
import type { HttpClient } from '../http/http-client.ts';
import { plainClient } from '../load/client.ts';
import { Generator, type Sending } from '../load/generator.ts';
import { Deadline } from '../load/deadline.ts';
import type { Counters } from '../load/counters.ts';
import type { Workload } from '../load/workload.ts';
import type { AttemptRow } from '../record/attempt-row.ts';
import { csvFormat } from '../record/trace-format.ts';
import { TraceWriter } from '../record/trace-writer.ts';
import { Unanswered } from '../record/unanswered.ts';
import { machineClock } from '../service/ports.ts';
import { Disturbance, type DisturbableCluster } from './disturbance.ts';

/** How long a client waits for an answer before it counts it as unknown. */
const DEADLINE_MS = 10_000;
/** The workload's time begins a little ahead, so that everybody is ready for it. */
const LEAD_US = 50_000;
const PROGRESS_MS = 200;

/** A run as it stands while it is going on. */
export interface LoadProgress {
  readonly sent: number;
  readonly offered: number;
  readonly seconds: number;
  readonly p99Ms: number;
  readonly conflicts: number;
  readonly mismatch: number;
}

export interface SendOptions {
  readonly phase: string;
  readonly http: HttpClient;
  readonly cluster: DisturbableCluster;
  /** How often each fault has struck in the workers, while it goes on. */
  readonly struck?: ReadonlyMap<FaultName, number>;
  /** Units by key before the run. */
  readonly inventory: ReadonlyMap<string, number>;
  readonly faults?: readonly FaultRate[];
  readonly tracePath: string;
  /** Is told of every attempt that is written down. */
  readonly watch?: (rows: readonly AttemptRow[]) => void;
  /** How long a client waits for an answer, 10 s unless told. */
  readonly deadlineMs?: number;
  readonly interrupted: AbortSignal;
  readonly show: (progress: LoadProgress) => void;
}

/** What came of it: everything that was sent has its outcome, and every attempt that a client was told of is written down. */
export interface Sent {
  /** Microseconds of the machine's clock at which that of the trace is 0. */
  readonly originUs: number;
  readonly sending: Sending;
  readonly counters: Counters;
  readonly disturbance: Disturbance | undefined;
  /** Deliveries without an answer, of which nothing is written down yet. */
  readonly unanswered: Unanswered;
}

/** Offers the workload, with its faults, and writes down every attempt, telling now and then how it goes. */
export async function send(offered: Workload, options: SendOptions): Promise<Sent> {
  const { phase, http, cluster, struck, faults, interrupted } = options;
  const { seed, durationS } = offered.options;
  const originUs = machineClock() + LEAD_US;
  const trace = new TraceWriter(options.tracePath, csvFormat, { phase, originUs });
  const disturbance =
    faults && new Disturbance({ faults, seed, durationS, originUs, cluster, ...(struck && { struck }) });
  const unanswered = new Unanswered();
  const clientOptions = {
    http,
    unanswered,
    clock: machineClock,
    record: (rows: readonly AttemptRow[]) => {
      trace.append(rows);
      options.watch?.(rows);
    },
    deadline: new Deadline(options.deadlineMs ?? DEADLINE_MS, interrupted),
  };
  const generator = new Generator(offered, {
    client: disturbance?.client(clientOptions) ?? plainClient(clientOptions),
    clock: machineClock,
    interrupted,
    oneByOne: phase === 'baseline',
    originUs,
  });
  const stopTelling = tell(generator, offered, options);
  try {
    const sending = await generator.run();
    await disturbance?.stop();
    return { originUs, sending, counters: generator.counters, disturbance, unanswered };
  } finally {
    stopTelling();
    await disturbance?.stop().catch(() => undefined);
    trace.close();
  }
}

function tell(generator: Generator, offered: Workload, { inventory, show }: SendOptions): () => void {
  const progress = setInterval(() => {
    const { sent, counters, originUs } = generator;
    show({
      sent,
      offered: offered.dueUs.length,
      seconds: (machineClock() - originUs) / 1e6,
      p99Ms: counters.latency.percentile(99),
      conflicts: counters.results.conflict,
      mismatch: counters.mismatchSoFar(inventory),
    });
  }, PROGRESS_MS);
  return () => {
    clearInterval(progress);
  };
}
