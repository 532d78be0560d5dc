import type { HttpClient } from '../http/http-client.ts';
import type { AttemptRow } from '../record/attempt-row.ts';
import type { Unanswered } from '../record/unanswered.ts';
import type { Answer } from '../service/answer.ts';
import type { ReservationRequest } from '../service/attempt.ts';
import type { Clock } from '../service/ports.ts';
import type { Deadline } from './deadline.ts';

/** How a client reaches the service, and where its attempts are written down. */
export interface ClientPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Must have the rows safe when it returns: the client counts its answer as received only then. */
  readonly record: (rows: readonly AttemptRow[]) => void;
  /** Where attempts without an answer wait for what the workers know of them; without it they are recorded at once. */
  readonly unanswered?: Unanswered;
  /** Ends the waiting; the outcome is then unknown. */
  readonly deadline: AbortSignal;
}

/**
 * What a client was told. Without any attempt the request was never sent: no connection came about, and a request that
 * no server can have received is no attempt.
 */
export interface Reply extends Answer {
  /** Of HTTP; 0 if there was no answer at all. */
  readonly status: number;
  /** Attempts that were made for the request before this delivery of it. */
  readonly attemptsBefore: number;
}

/**
 * Takes a request to its outcome. Resolves to what came back for every time that it was delivered, in the order of the
 * deliveries; all of it is recorded by then.
 */
export type Client = (request: ReservationRequest) => Promise<readonly Reply[]>;

/** What every client needs. */
export interface ClientOptions extends Omit<ClientPorts, 'deadline'> {
  readonly deadline: Deadline;
}

/** A client that asks once. */
export function plainClient(options: ClientOptions): Client {
  return async (request) => [await deliver(request, options)];
}

/**
 * Delivers a request once. Whatever comes of it is recorded: an error of the service too, as an attempt of which only that
 * is known.
 * @throws ServiceError if the service says that the request is wrong
 */
export function deliver(wish: ReservationRequest, options: ClientOptions): Promise<Reply> {
  const { unanswered } = options;
  const request = unanswered === undefined ? wish : { ...wish, delivery: unanswered.next() };
  return options.deadline.during(async (ended) => {
    try {
      return await reserveOverHttp(request, { ...options, deadline: ended });
    } catch (error) {
      if (!(error instanceof ServiceError) || error.status < 500) throw error;
      // What was not admitted wrote nothing, which is no last word on what an earlier delivery of the request may have written; how
      // far any other failure had got is not known.
      const isAdmitted = error.status !== 503;
      const result = isAdmitted || request.attemptsBefore > 0 ? 'timeout' : 'rejected';
      const row = { ...rowWithoutAnswer(request, result), endUs: options.clock() };
      if (!isAdmitted) options.record([row]);
      else recordUnanswered(request, row, options);
      return { result, attempts: [row], status: error.status, attemptsBefore: request.attemptsBefore };
    }
  });
}

/** The service answered with an error instead of an outcome. */
class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(`the service answered ${status}: ${message}`);
    this.status = status;
  }
}

/**
 * Sends one request and waits for its answer. Every attempt is recorded before the answer is returned, so an answer that
 * a client has received is in the trace. No answer is `timeout`: the reservation may or may not have been made. What could not
 * be sent is no attempt, and is not recorded.
 * @throws ServiceError on an answer that is no outcome; nothing is recorded then
 */
export async function reserveOverHttp(request: ReservationRequest, ports: ClientPorts): Promise<Reply> {
  const reply = await ask(request, ports);
  const last = reply.attempts.at(-1);
  if (last !== undefined) last.endUs = ports.clock();
  if (last !== undefined && isUnanswered(reply)) recordUnanswered(request, last, ports);
  else ports.record(reply.attempts);
  return reply;
}

/** A gateway that lost its worker knows as little as a client without an answer. */
function isUnanswered({ status }: Reply): boolean {
  return status === 0 || status === 502;
}

/** Keeps the row of a delivery without an answer until the workers' journals are read, if there are any. */
function recordUnanswered(
  { delivery }: ReservationRequest,
  row: AttemptRow,
  { unanswered, record }: Pick<ClientPorts, 'unanswered' | 'record'>,
): void {
  if (unanswered === undefined || delivery === undefined) record([row]);
  else unanswered.add(delivery, row);
}

async function ask(request: ReservationRequest, { http, deadline }: ClientPorts): Promise<Reply> {
  const { attemptsBefore } = request;
  const { sent, reply } = await http.exchange('POST', '/reservations', JSON.stringify(request), deadline);
  if (reply === undefined || reply.status === 502) {
    const attempts = sent ? [rowWithoutAnswer(request, 'timeout')] : [];
    return { result: 'timeout', attempts, status: reply?.status ?? 0, attemptsBefore };
  }
  const value = JSON.parse(reply.body) as Answer | { readonly error: string };
  if ('error' in value) throw new ServiceError(reply.status, value.error);
  return { ...value, status: reply.status, attemptsBefore };
}

/** The row of an attempt of which nothing but its outcome is known: not even which worker took it. */
function rowWithoutAnswer(request: ReservationRequest, result: 'timeout' | 'rejected'): AttemptRow {
  return {
    requestId: request.id,
    inventoryKey: request.key,
    workerId: '',
    deployment: '',
    clientId: request.clientId,
    result,
    retryCount: request.attemptsBefore,
    startUs: request.dueUs,
    serviceUs: request.dueUs,
    endUs: request.dueUs,
  };
}
