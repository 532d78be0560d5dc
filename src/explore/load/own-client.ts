import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../../harness/load/client.ts';
import type { Deadline } from '../../harness/load/deadline.ts';
import type { AttemptRow } from '../../harness/record/attempt-row.ts';
import type { ReservationRequest } from '../../harness/service/attempt.ts';
import { machineClock } from '../../harness/service/ports.ts';
import { filledCall, type RequestTemplate } from '../../ingest/config/requests.ts';
import { resultOfAnswer } from '../../ingest/config/result-of-answer.ts';
import type { Config } from '../../ingest/config/schema.ts';
import type { KeptConnections } from './kept-connections.ts';

/** An attempt as a client of a user's own service knows it. */
interface OwnRow extends AttemptRow {
  /** Of its answer; absent if there was none. */
  readonly httpStatus?: number;
}

/** What clients of a user's own service need. */
export interface OwnClientOptions {
  /** What is sent, in turn: of each the last call. */
  readonly requests: readonly RequestTemplate[];
  readonly results: NonNullable<Config['results']>;
  /** How often a request whose outcome is open is sent again, with the same id. */
  readonly retries: number;
  readonly connections: KeptConnections;
  readonly deadline: Deadline;
  /** Must have the rows safe when it returns. */
  readonly record: (rows: readonly OwnRow[]) => void;
}

/** Before it asks again a client waits for so long, and each time twice as long as before. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2000;
/** What the service is called as the one that answered: which of its processes did is not known. */
const SERVICE = 'service';
/** The answer of a service that is full, or of what stands before it: nothing is known to have had the request. */
const NOT_ADMITTED = 503;

/** Clients of a user's own service, which know of it what its answers say. */
export class OwnClient {
  readonly #options: OwnClientOptions;
  #next = 0;
  /** Attempts that may have reached the service. */
  begun = 0;

  constructor(options: OwnClientOptions) {
    this.#options = options;
  }

  /** Takes a request to its outcome, asking again as often as it may; resolves to what came of every time that it was sent. */
  async take(wish: ReservationRequest): Promise<readonly Reply[]> {
    const { requests, retries, deadline } = this.#options;
    const template = requests[this.#next++ % requests.length]!;
    const replies = [await this.#deliver(template, wish, wish.dueUs)];
    let waitMs = FIRST_WAIT_MS;
    while (replies.at(-1)!.result === 'timeout' && replies[0]!.attempts.length > 0) {
      if (replies.length > retries || deadline.over) break;
      await sleep(waitMs);
      waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs);
      const again = { ...wish, attemptsBefore: replies.length };
      replies.push(await this.#deliver(template, again, machineClock()));
    }
    return replies;
  }

  async #deliver(
    { calls }: RequestTemplate,
    { id, key, clientId, attemptsBefore }: ReservationRequest,
    startUs: number,
  ): Promise<Reply> {
    const { connections, deadline, results, record } = this.#options;
    const call = filledCall(calls.at(-1)!, { id, key });
    const { sent, answer } = await deadline.during((ended) => connections.send(call, ended));
    if (!sent && answer === undefined) return { result: 'timeout', attempts: [], status: 0, attemptsBefore };
    const status = answer?.status ?? 0;
    const row: OwnRow = {
      requestId: id,
      inventoryKey: key,
      workerId: status === 0 || status === NOT_ADMITTED ? '' : SERVICE,
      deployment: '',
      clientId,
      result: answer === undefined ? 'timeout' : resultOfAnswer(results, answer.status, answer.body),
      retryCount: attemptsBefore,
      startUs,
      serviceUs: startUs,
      endUs: machineClock(),
      ...(answer !== undefined && { httpStatus: status }),
    };
    if (status !== NOT_ADMITTED) this.begun++;
    record([row]);
    return { result: row.result, attempts: [row], status, attemptsBefore };
  }
}
