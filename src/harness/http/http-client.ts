import { HttpConnection, type HttpReply } from './http-connection.ts';

/** What came of a request. */
export interface Exchange {
  /** Whether it was handed to a connection; if not, it cannot have taken effect. */
  readonly sent: boolean;
  /** Undefined if there was no answer. */
  readonly reply: HttpReply | undefined;
}

/** Node's servers close a connection that has been idle for 5 s; one that is about to be closed is not used any more. */
const IDLE_LIMIT_MS = 3000;

/**
 * A client of one server on this machine. It opens as many connections as there are requests under way and never makes
 * a request wait for another: a load generator that queues hides the delay that it is there to measure.
 */
export class HttpClient {
  readonly #port: number;
  readonly #head: string;
  /** Those without a request, the latest used last. */
  readonly #idle: HttpConnection[] = [];
  readonly #all = new Set<HttpConnection>();

  /** @param token the secret of the run, which every request bears */
  constructor(port: number, token: string) {
    this.#port = port;
    this.#head = `HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n`;
  }

  /** Connections that are open and without a request. */
  get idle(): number {
    return this.#idle.length;
  }

  /**
   * Resolves to the answer, or to undefined if none came: the server could not be reached, went away, or `deadline` was
   * aborted. The request may then have taken effect or not. Never rejects.
   */
  async request(
    method: string,
    path: string,
    body: string,
    deadline: AbortSignal,
  ): Promise<HttpReply | undefined> {
    return (await this.exchange(method, path, body, deadline)).reply;
  }

  /** The same as {@link request}, for a client that has to know of a request without an answer whether it was sent. */
  exchange(method: string, path: string, body: string, deadline: AbortSignal): Promise<Exchange> {
    if (deadline.aborted) return Promise.resolve({ sent: false, reply: undefined });
    const connection = this.#connection();
    return new Promise((resolve) => {
      const lost = () => {
        connection.destroy();
      };
      deadline.addEventListener('abort', lost);
      const head = `${method} ${path} ${this.#head}content-type: application/json\r\n`;
      connection.send(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, (reply) => {
        deadline.removeEventListener('abort', lost);
        if (connection.open) this.#idle.push(connection);
        resolve({ sent: connection.everOpen, reply });
      });
    });
  }

  /** Ends every connection; requests under way get no answer. */
  close(): void {
    for (const connection of this.#all) connection.destroy();
  }

  #connection(): HttpConnection {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.open && performance.now() - idle.idleSince < IDLE_LIMIT_MS) return idle;
      idle.destroy();
    }
    const connection: HttpConnection = new HttpConnection(this.#port, () => {
      this.#forget(connection);
    });
    this.#all.add(connection);
    return connection;
  }

  #forget(connection: HttpConnection): void {
    this.#all.delete(connection);
    const index = this.#idle.indexOf(connection);
    if (index !== -1) this.#idle.splice(index, 1);
  }
}
