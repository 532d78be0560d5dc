import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer } from '../service/answer.ts';
import type { ReservationRequest } from '../service/attempt.ts';
import type { AttemptJournal } from '../record/attempt-journal.ts';
import type { Ports } from '../service/ports.ts';
import type { Variant } from '../service/variant.ts';
import { UnknownKeyError } from '../store/versioned-store.ts';
import { HttpError, readBody, sendJson, sendText, serveLoopback, type LoopbackServer } from './loopback.ts';
import { METRICS, METRICS_AS_JSON } from './metrics-of-all.ts';
import { ServiceMetrics, type Deployment } from './metrics.ts';
import type { Result } from '../../core/words/codes.ts';

/** The HTTP status that goes with each result; the body says the rest. */
const STATUS: Readonly<Record<Result, number>> = {
  success: 201,
  conflict: 409,
  retry: 409,
  rejected: 410,
  timeout: 504,
};

/** The ports of a service whose answers may not arrive, and which is watched. */
export interface ServerPorts extends Ports {
  readonly journal?: AttemptJournal | undefined;
  /** What its metrics say of the rollout; it is `stable` unless told. */
  readonly rollout?: Deployment;
}

/**
 * The reservation service over HTTP: `POST /reservations` with a {@link ReservationRequest} is answered by an `Answer`,
 * `GET /health` by the worker's name and the processor time that it has taken, and `GET /metrics` by what Prometheus is to know of it.
 */
export function serveReservations(
  token: string,
  variant: Variant,
  ports: ServerPorts,
): Promise<LoopbackServer> {
  const { workerId, rollout = 'stable' } = ports;
  const metrics = new ServiceMetrics({ workerId, deployment: rollout, variant: variant.name });
  const { registry } = metrics;
  return serveLoopback(token, async (request, response) => {
    const route = `${request.method ?? ''} ${request.url ?? ''}`;
    if (route === 'GET /health') sendJson(response, 200, { workerId, cpuUs: cpuUs() });
    else if (route === 'POST /reservations')
      await serveReservation(request, response, { variant, ports, metrics });
    else if (route === `GET ${METRICS}`)
      sendText(response, 200, await registry.metrics(), registry.contentType);
    else if (route === `GET ${METRICS_AS_JSON}`) sendJson(response, 200, await registry.getMetricsAsJSON());
    else throw new HttpError(404, 'there are only POST /reservations, GET /health and GET /metrics');
  });
}

async function serveReservation(
  request: IncomingMessage,
  response: ServerResponse,
  { variant, ports, metrics }: { variant: Variant; ports: ServerPorts; metrics: ServiceMetrics },
): Promise<void> {
  const wish = parseRequest((await readBody(request)).toString('utf8'));
  try {
    const outcome = await answer(wish, variant, ports);
    const status = STATUS[outcome.result];
    // The client has given up: only the journal can still tell what was done.
    if (response.destroyed && wish.delivery !== undefined)
      ports.journal?.unanswered(wish.delivery, outcome.attempts);
    else sendJson(response, status, outcome);
    metrics.answered(outcome, status, wish.dueUs);
  } catch (error) {
    if (error instanceof UnknownKeyError) throw new HttpError(404, error.message);
    metrics.failed();
    throw error;
  }
}

/** Microseconds, in user code and in the system. */
function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function parseRequest(body: string): ReservationRequest {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null) throw new HttpError(400, 'the body is not a JSON object');
  const {
    id,
    key,
    clientId,
    dueUs,
    sentUs = dueUs,
    attemptsBefore,
    delivery,
  } = value as Record<string, unknown>;
  if (typeof id !== 'string' || typeof key !== 'string' || typeof clientId !== 'string') {
    throw new HttpError(400, 'id, key and clientId must be strings');
  }
  if (!isCount(dueUs) || !isCount(sentUs) || !isCount(attemptsBefore)) {
    throw new HttpError(400, 'dueUs, sentUs and attemptsBefore must be integers of at least 0');
  }
  if (delivery !== undefined && !isCount(delivery))
    throw new HttpError(400, 'delivery must be an integer of at least 0');
  return {
    id,
    key,
    clientId,
    dueUs,
    ...(sentUs !== dueUs && { sentUs }),
    attemptsBefore,
    ...(delivery !== undefined && { delivery }),
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new HttpError(400, 'the body is not JSON');
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
