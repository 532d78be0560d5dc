import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

/** From where on a request is held back: its very last byte, or the end of its head and all of its body. */
export type Hold = 'last byte' | 'end of head';

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * A connection that keeps a whole request to itself, sends all of it but its end when it is told to, and the end when it is
 * released. What makes requests and reads answers is Node's own client on top of it.
 */
export class HeldSocket extends Duplex {
  readonly #socket: Socket;
  readonly #ready: Promise<void>;
  readonly #kept: Buffer[] = [];
  #end: Buffer | undefined;
  #isReady = false;

  /** @param ready what the socket emits when it can be written to */
  constructor(socket: Socket, ready: 'connect' | 'secureConnect') {
    super();
    this.#socket = socket;
    this.#ready = new Promise((resolve) => {
      socket.once(ready, () => {
        this.#isReady = true;
        resolve();
      });
    });
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.once('end', () => this.push(null));
    socket.once('error', (error) => this.destroy(error));
    socket.once('close', () => this.destroy());
  }

  /** Whether the connection has come about. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Resolves when all of the request but its end has been handed to the system; the request must be complete. */
  async sendAllButEnd(hold: Hold): Promise<void> {
    await this.#ready;
    const request = Buffer.concat(this.#kept);
    const at = hold === 'last byte' ? request.length - 1 : request.indexOf(HEAD_END) + HEAD_END.length - 1;
    this.#end = request.subarray(at);
    await new Promise<void>((resolve) => {
      this.#socket.write(request.subarray(0, at), () => {
        resolve();
      });
    });
  }

  /** Sends the end, at once. */
  release(): void {
    if (this.#end !== undefined && !this.#socket.destroyed) this.#socket.write(this.#end);
    this.#end = undefined;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#kept.push(chunk);
    done();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
