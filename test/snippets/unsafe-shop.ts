import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service that sells without a condition on the version, for load tools. */
export interface UnsafeShop {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a shop with two units, whose first two buyers read before either of them writes. */
export async function openUnsafeShop(): Promise<UnsafeShop> {
  let record = { left: 2, version: 1 };
  let readers = 0;
  const bothHaveRead = Promise.withResolvers<undefined>();
  const reserve = async (): Promise<object | undefined> => {
    const seen = record;
    if (seen.left < 1) return undefined;
    if (++readers >= 2) bothHaveRead.resolve(undefined);
    await bothHaveRead.promise;
    record = { left: seen.left - 1, version: record.version + 1 };
    return { read_version: seen.version, write_version: record.version };
  };
  const server = createServer((request, response) => {
    request.resume();
    if (request.url?.startsWith('/reserve') !== true) {
      response.writeHead(204).end();
      return;
    }
    void reserve().then((sale) => {
      response.writeHead(sale === undefined ? 410 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(sale ?? {}));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
