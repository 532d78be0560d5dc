import { connect, type Socket } from 'node:net';

/** What a server answered. */
export interface HttpReply {
  readonly status: number;
  readonly body: string;
}

const HEAD_END = '\r\n\r\n';

/**
 * One kept-alive HTTP/1.1 connection to this machine, with at most one request under way. It understands what the
 * harness's own servers send, bodies of a stated length, and nothing else; that is what makes it cheap enough to offer
 * hundreds of requests a second beside the service under test.
 */
export class HttpConnection {
  readonly #socket: Socket;
  #received = '';
  #everOpen = false;
  #done: ((reply: HttpReply | undefined) => void) | undefined;
  /** Milliseconds of `performance.now()` since when it has had nothing to do. */
  idleSince = 0;

  /** @param closed called once, when the connection can take no more requests */
  constructor(port: number, closed: () => void) {
    // Latin-1 keeps bytes and characters the same, so that lengths are those of the wire.
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1');
    this.#socket.on('data', (text: string) => {
      this.#received += text;
      this.#deliver();
    });
    this.#socket.on('error', () => undefined);
    this.#socket.once('connect', () => {
      this.#everOpen = true;
    });
    this.#socket.once('close', () => {
      closed();
      this.#finish(undefined);
    });
  }

  get open(): boolean {
    return this.#socket.writable && this.#socket.readable;
  }

  /** Whether it has come about: what was sent until then stays here, what is sent from then on may arrive. */
  get everOpen(): boolean {
    return this.#everOpen;
  }

  /** Sends a whole request; `done` is called once, with undefined if the connection ends before the answer does. */
  send(request: string, done: (reply: HttpReply | undefined) => void): void {
    this.#done = done;
    this.#socket.write(request);
  }

  /** Ends it at once; a request under way gets no answer. */
  destroy(): void {
    this.#socket.destroy();
  }

  #deliver(): void {
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd === -1) return;
    const head = this.#received.slice(0, headEnd + 2);
    const [, length] = /\r\ncontent-length: *(\d+)\r\n/i.exec(head) ?? [];
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1];
    if (length === undefined || status === undefined || this.#done === undefined) {
      this.#socket.destroy();
      return;
    }
    const bodyStart = headEnd + HEAD_END.length;
    const bodyEnd = bodyStart + Number(length);
    if (this.#received.length < bodyEnd) return;
    const body = Buffer.from(this.#received.slice(bodyStart, bodyEnd), 'latin1').toString('utf8');
    this.#received = this.#received.slice(bodyEnd);
    if (/\r\nconnection: *close\r\n/i.test(head)) this.#socket.destroy();
    this.#finish({ status: Number(status), body });
  }

  #finish(reply: HttpReply | undefined): void {
    const done = this.#done;
    this.#done = undefined;
    this.idleSince = performance.now();
    done?.(reply);
  }
}
