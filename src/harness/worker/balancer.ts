import { HttpClient } from '../http/http-client.ts';
import { HttpError, readBody, sendText, serveLoopback, type LoopbackServer } from './loopback.ts';

/**
 * Starts the balancer: every request goes to the next of the workers' ports in turn, and a worker that gives no answer is
 * a bad gateway.
 * @param admitted requests that may be in the service at the same time, those that wait in its queue included; one more
 *   is answered 503 at once, so that nobody waits for what will come too late
 */
export async function startBalancer(
  token: string,
  ports: readonly number[],
  admitted = Infinity,
): Promise<LoopbackServer> {
  const workers = ports.map((port) => new HttpClient(port, token));
  let turns = 0;
  let inService = 0;
  const server = await serveLoopback(token, async (request, response) => {
    if (inService >= admitted) throw new HttpError(503, `${admitted} requests are in the service already`);
    inService++;
    try {
      const body = (await readBody(request)).toString('utf8');
      const worker = workers[turns++ % workers.length];
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
  });
  return {
    port: server.port,
    close: async () => {
      await server.close();
      for (const worker of workers) worker.close();
    },
  };
}
