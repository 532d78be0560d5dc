import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpClient } from '../http/http-client.ts';
import { machineClock } from '../service/ports.ts';
import { HttpError, readBody, sendText, serveLoopback, type LoopbackServer } from './loopback.ts';
import { BalancerMetrics, METRICS } from './metrics-of-all.ts';

/** Which requests the service takes on; a limit that is left out does not bind. One that it does not is answered 503 at once, so that no client waits for an answer that comes too late. */
export interface Admission {
  /** Requests that may be in the service at the same time, those that wait in its queue included. */
  readonly inService?: number;
  /** How long a request may have waited since it was sent, in sockets that were not read yet, when the balancer comes to it. */
  readonly waitedMs?: number;
}

/** The balancer, which can be told of other workers while it runs. */
export interface Balancer extends LoopbackServer {
  /** Requests go to these ports from now on; those under way at a port that is not among them get no answer. */
  readonly use: (ports: readonly number[]) => void;
}

/**
 * Starts the balancer: every request goes to the next of the workers' ports in turn, and a worker that gives no answer is
 * a bad gateway. `GET /metrics` it answers itself, for all workers together.
 */
export async function startBalancer(
  token: string,
  ports: readonly number[],
  { inService: mostInService = Infinity, waitedMs: longestMs = Infinity }: Admission = {},
): Promise<Balancer> {
  let workers = new Map<number, HttpClient>();
  let inTurn: readonly HttpClient[] = [];
  let turns = 0;
  let inService = 0;
  const metrics = new BalancerMetrics();

  function use(next: readonly number[]): void {
    const before = workers;
    workers = new Map(next.map((port) => [port, before.get(port) ?? new HttpClient(port, token)]));
    inTurn = [...workers.values()];
    for (const [port, worker] of before) if (!workers.has(port)) worker.close();
  }

  use(ports);
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (inService >= mostInService)
      throw new HttpError(503, `${mostInService} requests are in the service already`);
    inService++;
    try {
      const body = (await readBody(request)).toString('utf8');
      if (waitedMs(body) > longestMs)
        throw new HttpError(503, `the request had waited for more than ${longestMs} ms`);
      const worker = inTurn[turns++ % inTurn.length];
      if (worker === undefined) throw new HttpError(503, 'there is no worker');
      const gone = new AbortController();
      response.once('close', () => {
        gone.abort();
      });
      const { method = '', url = '' } = request;
      const reply = await worker.request(method, url, body, gone.signal);
      if (reply === undefined) throw new HttpError(502, 'the worker did not answer');
      sendText(response, reply.status, reply.body);
    } finally {
      inService--;
    }
  }

  const server = await serveLoopback(token, async (request, response) => {
    if (request.method === 'GET' && request.url === METRICS) {
      sendText(response, 200, await metrics.text(inTurn), metrics.contentType);
      return;
    }
    try {
      await pass(request, response);
    } catch (error) {
      if (error instanceof HttpError && error.status >= 500) metrics.refused();
      throw error;
    }
  });
  return {
    port: server.port,
    use,
    close: async () => {
      await server.close();
      use([]);
    },
  };
}

/** How long ago a reservation was sent, or was due where that is the same; 0 for anything else, which a worker will refuse if it is wrong. */
function waitedMs(body: string): number {
  const [, sinceUs] = /"sentUs":(\d{1,16})[,}]/.exec(body) ?? /"dueUs":(\d{1,16})[,}]/.exec(body) ?? [];
  return sinceUs === undefined ? 0 : (machineClock() - Number(sinceUs)) / 1000;
}
