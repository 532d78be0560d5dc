import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What a relay lets through: everything, requests without their answers, or nothing. */
export type Passage = 'open' | 'answers lost' | 'requests lost';

/** A relay before a server, which loses what it is told to lose while both ends keep their connections. */
export interface Relay {
  /** The server's URL, through the relay. */
  readonly url: string;
  passage: Passage;
  close(): Promise<void>;
}

/** Puts a relay before the server of a store's URL. */
export async function relayBefore(storeUrl: string): Promise<Relay> {
  const [host = ''] = /\d+\.\d+\.\d+\.\d+:\d+/.exec(storeUrl) ?? [];
  const [address, port] = host.split(':');
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), address);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
    client.on('data', (chunk) => relay.passage !== 'requests lost' && upstream.write(chunk));
    upstream.on('data', (chunk) => relay.passage === 'open' && client.write(chunk));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const relay: Relay = {
    url: storeUrl.replace(host, `127.0.0.1:${(server.address() as AddressInfo).port}`),
    passage: 'open',
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return relay;
}
