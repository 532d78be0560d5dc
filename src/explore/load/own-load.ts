import { Deadline } from '../../harness/load/deadline.ts';
import { Generator, type Sending } from '../../harness/load/generator.ts';
import type { Counters } from '../../harness/load/counters.ts';
import { requestId, type Workload } from '../../harness/load/workload.ts';
import { withUse, type RunUse } from '../../harness/monitor/run-use.ts';
import { cells, type AttemptRow, type RowContext } from '../../harness/record/attempt-row.ts';
import type { TraceFormat } from '../../harness/record/trace-format.ts';
import { TraceWriter } from '../../harness/record/trace-writer.ts';
import { machineClock } from '../../harness/service/ports.ts';
import { KeptConnections } from './kept-connections.ts';
import { OwnClient, type OwnClientOptions } from './own-client.ts';

/** An open load on a user's own service. */
export interface OwnLoad extends Pick<OwnClientOptions, 'requests' | 'results' | 'retries'> {
  readonly phase: string;
  /** Its keys are the records that requests take from. */
  readonly workload: Workload;
  /** What the ids of requests begin with: another run has others, which the service does not take for repetitions. */
  readonly run: string;
  readonly tracePath: string;
  /** How long a client waits for an answer. */
  readonly timeoutMs: number;
  /** Stops the sending; what is under way is waited for a little longer. */
  readonly interrupted: AbortSignal;
  /** Is told now and then how it goes. */
  readonly show: (sent: number, seconds: number, p99Ms: number) => void;
}

/** What came of a load: every attempt that may have reached the service is written down. */
export interface OwnSent {
  /** Microseconds of the machine's clock at which that of the trace is 0. */
  readonly originUs: number;
  readonly sending: Sending;
  readonly counters: Counters;
  readonly use: RunUse;
}

/** The workload's time begins a little ahead, so that its first request is not late. */
const LEAD_US = 50_000;
const SHOW_MS = 200;
/** The processes of the service are not this program's to look into. */
const NO_CLUSTER = { times: () => Promise.resolve(new Map<string, never>()) };

const ownFormat: TraceFormat = {
  extension: '.trace.ndjson',
  header: '',
  line: (row, context) => `${JSON.stringify(ownCells(row, context))}\n`,
};

/** How long a request waited in the service is not known, and left out. */
function ownCells(row: AttemptRow, context: RowContext): object {
  const status = 'httpStatus' in row ? { http_status: row.httpStatus } : {};
  return { ...cells(row, context), queue_delay_ms: undefined, ...status };
}

/** Sends a workload to a user's own service, each request when it is due, and waits until all have an outcome. */
export async function sendOwnLoad(load: OwnLoad): Promise<OwnSent> {
  const { phase, workload, run, interrupted, timeoutMs } = load;
  const originUs = machineClock() + LEAD_US;
  const trace = new TraceWriter(load.tracePath, ownFormat, { phase, originUs });
  const connections = new KeptConnections();
  const client = new OwnClient({
    ...load,
    connections,
    deadline: new Deadline(timeoutMs, interrupted),
    record: (rows) => {
      trace.append(rows);
    },
  });
  const generator = new Generator(workload, {
    client: (wish) => client.take(wish),
    clock: machineClock,
    interrupted,
    oneByOne: false,
    originUs,
    idOf: (index) => `${run}-${requestId(index)}`,
  });
  const telling = setInterval(() => {
    const { sent, counters } = generator;
    load.show(sent, (machineClock() - originUs) / 1e6, counters.latency.percentile(99));
  }, SHOW_MS);
  try {
    const { result: sending, use } = await withUse(NO_CLUSTER, () => generator.run());
    generator.counters.reconcile(client.begun, []);
    return { originUs, sending, counters: generator.counters, use };
  } finally {
    clearInterval(telling);
    trace.close();
    connections.close();
  }
}
