import { createHash, timingSafeEqual } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf } from '../../core/words/errors.ts';

const HOST = '127.0.0.1';
const BODY_LIMIT_BYTES = 64 * 1024;
/**
 * Connections that may wait to be accepted. One more is dropped and tried again after a second, then after two and four:
 * a delay that would look like the service’s own, and that a burst of load must not cause.
 */
const BACKLOG = 4096;

/** A server that only this machine reaches and only the bearer of the run's token may use. */
export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A request that is answered with this HTTP status and no more. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Serves on a free port of the loopback interface; what `handle` throws becomes the status of the answer. */
export async function serveLoopback(
  token: string,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<LoopbackServer> {
  const server = createServer(guarded(token, handle));
  // A process that stood still must not take a connection for idle that holds a request already.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ port: 0, host: HOST, backlog: BACKLOG }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, close: () => close(server) };
}

/** The whole body. @throws HttpError 413 beyond the limit, 64 KiB unless told */
export async function readBody(
  request: IncomingMessage,
  limitBytes: number = BODY_LIMIT_BYTES,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The stream must outlive a refusal: destroying it would take the answer's connection with it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) {
      throw new HttpError(413, `the body is larger than ${limitBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Answers with one JSON value. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  sendText(response, status, JSON.stringify(value));
}

/** Answers with a text: that of one JSON value, unless it is said to be something else. */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  contentType = 'application/json',
): void {
  const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}

function guarded(
  token: string,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): RequestListener {
  return (request, response) => {
    const work = async () => {
      refuseStrangers(request, token);
      await handle(request, response);
    };
    work().catch((error: unknown) => {
      const status = error instanceof HttpError ? error.status : 500;
      if (response.headersSent) response.destroy();
      else {
        // Who is refused for a while comes again soon: opening a connection for each such request would add to the load.
        if (status !== 503) response.setHeader('connection', 'close');
        sendJson(response, status, { error: messageOf(error) });
      }
      // What is left of a body that was refused is thrown away, so that its sender comes to read the answer.
      request.resume();
    });
  };
}

/** A page in a browser can reach loopback ports; it cannot know the token, and its Host or Origin betrays it. */
function refuseStrangers(request: IncomingMessage, token: string): void {
  const { host, origin, authorization = '' } = request.headers;
  if (host !== `${HOST}:${request.socket.localPort ?? 0}`) throw new HttpError(421, 'unknown host');
  if (origin !== undefined) throw new HttpError(403, 'pages of a browser are not served');
  if (!timingSafeEqual(digest(authorization), digest(`Bearer ${token}`))) {
    throw new HttpError(401, 'the token is missing or wrong');
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
