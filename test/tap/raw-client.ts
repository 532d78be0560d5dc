import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { parse, serialize } from 'pg-protocol';
import { eventually } from '../eventually.ts';

/** A client that sends messages of the protocol one by one. */
export class RawClient {
  readonly socket: Socket;
  /** What the server has said, by the names of its messages. */
  readonly messages: { readonly name: string }[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    // It ends with its connection.
    void parse(socket, (message) => this.messages.push(message));
    socket.on('error', () => undefined);
  }

  /** Connects to a database of which every client is trusted. */
  static async open(url: string): Promise<RawClient> {
    const { hostname, port, username, pathname } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const client = new RawClient(socket);
    socket.write(serialize.startup({ user: username, database: pathname.slice(1) }));
    await client.ready();
    return client;
  }

  send(...frames: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(frames));
  }

  /** The names of what has come up to the next of this name, which are then forgotten. */
  async until(name: string): Promise<readonly string[]> {
    const end = await eventually(() => {
      const at = this.messages.findIndex((message) => message.name === name);
      if (at < 0) throw new Error(`no ${name} in ${this.messages.map((one) => one.name).join(' ')}`);
      return at;
    });
    return this.messages.splice(0, end + 1).map((message) => message.name);
  }

  ready(): Promise<readonly string[]> {
    return this.until('readyForQuery');
  }

  /** Parse, Bind and Execute of a statement without a name. */
  static run(text: string, ...values: readonly string[]): Buffer {
    return Buffer.concat([
      serialize.parse({ text }),
      serialize.bind({ values: [...values] }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
    ]);
  }

  close(): void {
    this.socket.destroy();
  }
}
