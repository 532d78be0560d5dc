import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Result } from '../../core/history/history.ts';
import { answer } from '../service/answer.ts';
import type { ReservationRequest } from '../service/attempt.ts';
import type { Ports } from '../service/ports.ts';
import type { Variant } from '../service/variant.ts';
import { UnknownKeyError } from '../store/versioned-store.ts';
import { HttpError, readBody, sendJson, serveLoopback, type LoopbackServer } from './loopback.ts';

/** The HTTP status that goes with each result; the body says the rest. */
const STATUS: Readonly<Record<Result, number>> = {
  success: 201,
  conflict: 409,
  retry: 409,
  rejected: 410,
  timeout: 504,
};

/**
 * The reservation service over HTTP: `POST /reservations` with a {@link ReservationRequest} is answered by an `Answer`,
 * `GET /health` by the worker's name.
 */
export function serveReservations(token: string, variant: Variant, ports: Ports): Promise<LoopbackServer> {
  return serveLoopback(token, async (request, response) => {
    const route = `${request.method ?? ''} ${request.url ?? ''}`;
    if (route === 'GET /health') sendJson(response, 200, { workerId: ports.workerId });
    else if (route === 'POST /reservations') await serveReservation(request, response, variant, ports);
    else throw new HttpError(404, 'there are only POST /reservations and GET /health');
  });
}

async function serveReservation(
  request: IncomingMessage,
  response: ServerResponse,
  variant: Variant,
  ports: Ports,
): Promise<void> {
  const wish = parseRequest((await readBody(request)).toString('utf8'));
  try {
    const outcome = await answer(wish, variant, ports);
    sendJson(response, STATUS[outcome.result], outcome);
  } catch (error) {
    throw error instanceof UnknownKeyError ? new HttpError(404, error.message) : error;
  }
}

function parseRequest(body: string): ReservationRequest {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null) throw new HttpError(400, 'the body is not a JSON object');
  const { id, key, clientId, dueUs, attemptsBefore } = value as Record<string, unknown>;
  if (typeof id !== 'string' || typeof key !== 'string' || typeof clientId !== 'string') {
    throw new HttpError(400, 'id, key and clientId must be strings');
  }
  if (!isCount(dueUs) || !isCount(attemptsBefore)) {
    throw new HttpError(400, 'dueUs and attemptsBefore must be integers of at least 0');
  }
  return { id, key, clientId, dueUs, attemptsBefore };
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
