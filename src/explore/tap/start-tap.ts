import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { codeOf, messageOf } from '../../core/words/errors.ts';
import { isLoopback } from '../../core/words/loopback.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { ownCertificate } from './certificate.ts';
import { ClientConnection } from './connection.ts';
import { greet, type Greeting } from './postgres/startup.ts';
import type { Tap, TapOptions } from './tap.ts';
import type { Unit } from './unit.ts';
import { upstreamOf, urlThrough, type Upstream } from './upstream.ts';

const MOST_CANCELS = 20;
const CANCEL_AGAIN_MS = 50;

/** Starts a tap. @throws Error with a sentence, where the URL is none or the port cannot be had */
export async function startTap(options: TapOptions): Promise<Tap> {
  const { host = '127.0.0.1', port = 0 } = options;
  if (!isLoopback(host))
    throw new Error(`a tap listens on this machine alone; write 127.0.0.1 instead of ${host}`);
  const upstream = upstreamOf(options.upstream);
  const clients = new Clients(upstream, options);
  const { key, cert } = ownCertificate();
  const context = createSecureContext({ key, cert });
  const server = createServer({ noDelay: true }, (socket) => {
    clients.greet(socket, context);
  });
  await listening(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: urlThrough(upstream, host, bound),
    host,
    port: bound,
    connections: () => clients.open(),
    close: async () => {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      clients.close();
      await closed;
    },
  };
}

/** All clients of a tap. */
class Clients {
  readonly #upstream: Upstream;
  readonly #options: TapOptions;
  readonly #connections = new Map<number, ClientConnection>();
  readonly #byKey = new Map<string, ClientConnection>();
  readonly #sockets = new Set<Socket>();
  readonly #said = new Set<string>();
  #last = 0;

  constructor(upstream: Upstream, options: TapOptions) {
    this.#upstream = upstream;
    this.#options = options;
  }

  open(): readonly ClientConnection[] {
    return [...this.#connections.values()].filter(({ isClosed }) => !isClosed);
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }

  greet(socket: Socket, context: ReturnType<typeof createSecureContext>): void {
    this.#keep(socket);
    greet(socket, context, (greeting) => {
      if (greeting.kind === 'startup') this.#connect(greeting);
      else if (greeting.kind === 'cancel') this.#cancel(greeting);
      else {
        this.#say('a connection passes unheld: it does not begin as one of PostgreSQL does');
        this.#pipe(greeting.client, greeting.rest);
      }
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
    });
  }

  #connect(greeting: Extract<Greeting, { kind: 'startup' }>): void {
    const id = ++this.#last;
    const { hold, onUnit, columns = new Set<string>() } = this.#options;
    let ownKey = '';
    const connection = new ClientConnection(id, greeting, {
      upstream: this.#upstream,
      columns,
      ...(hold !== undefined && { hold }),
      ...(onUnit !== undefined && { onUnit }),
      say: (sentence) => {
        this.#say(sentence);
      },
      onKey: (key) => {
        ownKey = key;
        this.#byKey.set(key, connection);
      },
      onClosed: () => {
        this.#connections.delete(id);
        if (this.#byKey.get(ownKey) === connection) this.#byKey.delete(ownKey);
      },
    });
    this.#connections.set(id, connection);
  }

  #cancel({ client, frame }: Extract<Greeting, { kind: 'cancel' }>): void {
    const connection = this.#byKey.get(`${frame.readInt32BE(8)} ${frame.toString('hex', 12)}`);
    const isHeld = connection?.cancelsHeld((unit) => {
      void this.#cancelUntilDone(unit, frame);
    });
    // The server closes the connection when it has the request, and so does the tap; for a held unit there is none to wait for.
    if (isHeld === true) client.destroy();
    else this.#pipe(client, frame);
  }

  /** A request that comes before the server has begun with the unit has no effect, so it is made again. */
  async #cancelUntilDone(unit: Unit, frame: Buffer): Promise<void> {
    const done = unit.done.then(() => true);
    for (let tries = 0; tries < MOST_CANCELS; tries++) {
      const server = this.#upstream.connect();
      this.#keep(server);
      server.end(frame);
      if (await Promise.race([done, sleep(CANCEL_AGAIN_MS, false)])) return;
    }
  }

  #pipe(client: Socket, first: Buffer): void {
    const server = this.#upstream.connect();
    this.#keep(server);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const)
      one.on('close', () => {
        other.destroy();
      });
    server.write(first);
    client.pipe(server).pipe(client);
  }

  /** A sentence is said once. */
  #say(sentence: string): void {
    const shown = withoutPasswords(sentence);
    if (this.#said.has(shown)) return;
    this.#said.add(shown);
    this.#options.say?.(shown);
  }
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const inUse =
        codeOf(error) === 'EADDRINUSE' ? 'another program listens there; choose another port' : undefined;
      reject(
        new Error(`the tap cannot listen on ${host}:${port}: ${inUse ?? messageOf(error)}`, { cause: error }),
      );
    });
    server.listen({ host, port }, resolve);
  });
}
