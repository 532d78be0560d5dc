import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { codeOf, messageOf } from '../../core/words/errors.ts';
import { isLoopback, withoutBrackets } from '../../core/words/loopback.ts';
import type { Call } from '../../ingest/config/requests.ts';
import { HeldSocket, type Hold } from './held-socket.ts';

/** What a service answered. */
interface Answer {
  readonly status: number;
  /** As text; of a very long one the beginning. */
  readonly body: string;
}

/** What came of a call, and when, in milliseconds of `performance.now()`; `failure` says in a few words why there was no answer. */
export type CallOutcome = { readonly endMs: number } & (
  | { readonly answer: Answer; readonly failure?: never }
  | { readonly failure: string; readonly answer?: never }
);

/** No connection came about, so that nothing was sent. */
export class NotConnectedError extends Error {
  override readonly name = 'NotConnectedError';
}

/** A call of which all but the end has been sent. */
export interface HeldCall {
  /** Whether there is an outcome already. */
  readonly isOver: boolean;
  /** Sends the end. */
  release(): void;
  /** Never rejects. */
  readonly outcome: Promise<CallOutcome>;
}

const KEPT_BYTES = 1024 * 1024;

/**
 * Opens a connection of its own for a call and sends all of it but its end. When `signal` is aborted the connection is
 * closed, and there is no answer. A certificate is not checked where the service is this machine itself.
 * @throws NotConnectedError if the service cannot be reached
 */
export async function holdCall(call: Call, hold: Hold, signal: AbortSignal): Promise<HeldCall> {
  const socket = openSocket(new URL(call.url));
  const asked = requestOf(call, socket);
  const outcome = outcomeOf(asked, signal);
  let isOver = false;
  void outcome.then(() => {
    isOver = true;
    // The server may keep the connection open, whatever it was asked.
    socket.destroy();
  });
  const isSent = new Promise<void>((resolve) => {
    asked.once('finish', resolve);
  }).then(() => socket.sendAllButEnd(hold));
  asked.end(call.body);
  const over = await Promise.race([isSent, outcome]);
  if (over?.failure !== undefined && !socket.isReady) throw new NotConnectedError(over.failure);
  return {
    get isOver() {
      return isOver;
    },
    release: () => {
      socket.release();
    },
    outcome,
  };
}

/** Sends a call whole. @throws NotConnectedError if the service cannot be reached */
export async function sendCall(call: Call, signal: AbortSignal): Promise<CallOutcome> {
  const held = await holdCall(call, 'last byte', signal);
  held.release();
  return held.outcome;
}

function openSocket({ protocol, hostname, port }: URL): HeldSocket {
  const host = withoutBrackets(hostname);
  if (protocol === 'http:')
    return new HeldSocket(connect({ host, port: Number(port || 80), noDelay: true }), 'connect');
  const secure = connectSecurely({
    host,
    port: Number(port || 443),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: !isLoopback(host),
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
  });
  return new HeldSocket(secure.setNoDelay(true), 'secureConnect');
}

/** A request over a connection that is its own and is closed after its answer. */
function requestOf(call: Call, socket: HeldSocket): ClientRequest {
  return request({ protocol: 'http:', ...headOf(call), createConnection: () => socket });
}

/** What stands in the head of a request, as Node's client takes it. */
export function headOf({ url, method, headers, body }: Call) {
  const { host, pathname, search } = new URL(url);
  return {
    method,
    path: pathname + search,
    headers: {
      host,
      'user-agent': 'race-trace',
      accept: '*/*',
      ...(body !== '' && { 'content-length': Buffer.byteLength(body) }),
      ...headers,
    },
  };
}

/** What comes of a request; the signal ends it. */
export function outcomeOf(asked: ClientRequest, signal: AbortSignal): Promise<CallOutcome> {
  return new Promise((resolve) => {
    const stop = () => {
      asked.destroy(new Error('no answer in time'));
    };
    const over = (found: { answer: Answer } | { failure: string }) => {
      signal.removeEventListener('abort', stop);
      resolve({ ...found, endMs: performance.now() });
    };
    const failed = (error: Error) => {
      over({ failure: codeOf(error) ?? messageOf(error) });
    };
    asked.on('error', failed);
    asked.once('response', (response) => {
      response.on('error', failed);
      collect(response, (answer) => {
        over({ answer });
      });
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function collect(response: IncomingMessage, done: (answer: Answer) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    if (bytes < KEPT_BYTES) chunks.push(chunk);
    bytes += chunk.length;
  });
  response.once('end', () => {
    const body = Buffer.concat(chunks).subarray(0, KEPT_BYTES).toString('utf8');
    done({ status: response.statusCode ?? 0, body });
  });
}
