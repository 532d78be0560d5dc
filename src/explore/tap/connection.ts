import type { Socket } from 'node:net';
import { messageOf } from '../../core/words/errors.ts';
import { Answers } from './postgres/answers.ts';
import { ClientMessages, dataPiece } from './postgres/client-messages.ts';
import { BACKEND, FRONTEND, FrameReader } from './postgres/framing.ts';
import { fatalError, keyDataOf } from './postgres/server-messages.ts';
import { startupParameters, type Greeting } from './postgres/startup.ts';
import type { TapConnection, TapOptions } from './tap.ts';
import type { TransactionStatus, Unit } from './unit.ts';
import { UnitQueue } from './unit-queue.ts';
import type { Upstream } from './upstream.ts';

/** A client that sends more than what waits here is read on when there is room again. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
/** A longer row of messages without a Sync is not kept until it ends. */
const MOST_UNIT_BYTES = 64 * 1024 * 1024;

/** A query, as it stands on the wire. */
const ROLLBACK = Buffer.from('Q\0\0\0\x0dROLLBACK\0', 'latin1');

/** What a connection needs of its tap. */
export interface ConnectionOptions extends Pick<TapOptions, 'hold' | 'onUnit'> {
  readonly upstream: Upstream;
  readonly columns: ReadonlySet<string>;
  readonly say: (sentence: string) => void;
  /** Called when the server has said how to ask it to cancel what this connection does. */
  readonly onKey: (key: string) => void;
  /** Called when both sides have gone. */
  readonly onClosed: () => void;
}

/** A client's connection and the one to the server that belongs to it. What they are doing follows from what has passed. */
export class ClientConnection implements TapConnection {
  readonly id: number;
  readonly user: string | undefined;
  readonly database: string | undefined;
  readonly applicationName: string | undefined;
  backendPid: number | undefined;
  readonly #options: ConnectionOptions;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #messages = new ClientMessages();
  readonly #answers: Answers;
  readonly #queue: UnitQueue;
  readonly #fromClient: FrameReader;
  readonly #fromServer: FrameReader;
  /** Called when the server has answered to what the tap itself has sent; until then nothing else is. */
  #ownAnswered: (() => void) | undefined;
  #isReady = false;
  #isRaw = false;
  #isClientGone = false;
  #isServerGone = false;

  constructor(
    id: number,
    { client, frame, rest }: Extract<Greeting, { kind: 'startup' }>,
    options: ConnectionOptions,
  ) {
    this.id = id;
    this.#options = options;
    const parameters = startupParameters(frame);
    this.user = parameters.get('user');
    this.database = parameters.get('database') ?? this.user;
    this.applicationName = parameters.get('application_name');
    this.#client = client;
    this.#server = options.upstream.connect();
    const answers = new Answers(options.columns);
    this.#answers = answers;
    this.#queue = new UnitQueue({
      connection: id,
      answers,
      backendPid: () => this.backendPid,
      hold: options.hold,
      onUnit: options.onUnit,
      say: options.say,
      send: (bytes) => {
        this.#send(bytes);
      },
    });
    this.#fromClient = this.#reader('client', (message) => {
      this.#onClient(message);
    });
    this.#fromServer = this.#reader('server', (message) => {
      this.#onServer(message);
    });
    this.#send(frame);
    if (parameters.has('replication')) this.#toRaw('it replicates');
    this.#listen();
    if (rest.length > 0) this.#fromClientBytes(rest);
    client.resume();
  }

  get status(): TransactionStatus {
    return this.#answers.status;
  }

  get held(): Unit | undefined {
    return this.#queue.held;
  }

  get outstanding(): readonly Unit[] {
    return this.#queue.outstanding;
  }

  get queued(): number {
    return this.#queue.length;
  }

  get isClosed(): boolean {
    return this.#isClientGone || this.#isServerGone;
  }

  /** Its client asks for a cancellation. Whether that means a unit which is held; `then` is called when the server has it. */
  cancelsHeld(then: (unit: Unit) => void): boolean {
    return this.#queue.abandonHeld(then);
  }

  /** See {@link TapConnection}. */
  rollBack(): Promise<void> {
    const isWaiting = !this.#queue.isEmpty || this.outstanding.length > 0;
    if (this.status === 'idle' || this.isClosed || this.#isRaw || isWaiting) return Promise.resolve();
    return new Promise((resolve) => {
      this.#ownAnswered = resolve;
      this.#send(ROLLBACK);
    });
  }

  /** Ends both sides. */
  destroy(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #reader(side: 'client' | 'server', frame: (frame: Buffer) => void): FrameReader {
    const invalid = (bytes: Buffer) => {
      this.#toRaw(`the ${side} sends what is no message`);
      // What the server sends has been passed on already.
      if (side === 'client') this.#send(bytes);
    };
    return new FrameReader({ frame, invalid }, (code) => side === 'client' || this.#answers.isWanted(code));
  }

  #listen(): void {
    const [client, server] = [this.#client, this.#server];
    client.on('data', (chunk: Buffer) => {
      this.#fromClientBytes(chunk);
    });
    server.on('data', (chunk: Buffer) => {
      // What is made of it here must not delay it.
      if (!client.destroyed && this.#ownAnswered === undefined) client.write(chunk);
      if (!this.#isRaw) this.#fromServer.push(chunk);
      this.#flow();
    });
    for (const socket of [client, server])
      socket.on('drain', () => {
        this.#flow();
      });
    client.on('error', () => undefined);
    server.on('error', (error) => {
      if (this.backendPid !== undefined || this.#isReady) return;
      const why = `the tap cannot reach the database at ${this.#options.upstream.text}: ${messageOf(error)}`;
      this.#options.say(why);
      client.write(fatalError('08001', why));
    });
    client.on('close', () => {
      this.#clientGone();
    });
    server.on('close', () => {
      this.#serverGone();
    });
  }

  #fromClientBytes(chunk: Buffer): void {
    if (this.#isRaw) this.#send(chunk);
    else this.#fromClient.push(chunk);
    this.#flow();
  }

  /** Reads from each side only as fast as the other takes it. */
  #flow(): void {
    const [client, server] = [this.#client, this.#server];
    if (server.writableNeedDrain || this.#queue.waitingBytes > MOST_WAITING_BYTES) client.pause();
    else client.resume();
    if (client.writableNeedDrain && !client.destroyed) server.pause();
    else server.resume();
  }

  #send(bytes: Buffer): void {
    if (this.#server.writable) this.#server.write(bytes);
  }

  #onClient(frame: Buffer): void {
    const code = frame[0];
    if (this.#isRaw || code === FRONTEND.password) {
      this.#send(frame);
      return;
    }
    const isSync = code === FRONTEND.sync || code === FRONTEND.flush;
    if ((code === FRONTEND.sync && this.#answers.syncsCopy()) || (isSync && this.#answers.copiesIn))
      this.#queue.add(dataPiece(frame));
    else if (code === FRONTEND.copyData || code === FRONTEND.copyDone || code === FRONTEND.copyFail)
      this.#queue.add(dataPiece(frame));
    else {
      const piece = this.#messages.take(frame) ?? this.#messages.cutIfAbove(MOST_UNIT_BYTES);
      if (piece === undefined) return;
      this.#queue.add(piece);
    }
    this.#pump();
  }

  #onServer(frame: Buffer): void {
    const code = frame[0];
    if (this.#isRaw) return;
    if (code === BACKEND.keyData) {
      const { pid, key } = keyDataOf(frame);
      this.backendPid = pid;
      this.#options.onKey(`${pid} ${key}`);
    } else if (code === BACKEND.copyBoth) this.#toRaw('it replicates');
    else {
      this.#answers.take(frame);
      if (code === BACKEND.readyForQuery) this.#readied();
      this.#pump();
    }
  }

  #readied(): void {
    this.#isReady = true;
    this.#ownAnswered?.();
    this.#ownAnswered = undefined;
  }

  #pump(): void {
    if (this.#isReady && !this.#isServerGone && this.#ownAnswered === undefined) this.#queue.pump();
    if (this.#isClientGone && this.#queue.isEmpty) this.#server.end();
  }

  /** From here on all passes as it is, and first what waits. */
  #toRaw(why: string): void {
    if (this.#isRaw) return;
    this.#isRaw = true;
    this.#options.say(`a connection passes unheld: ${why}`);
    for (const bytes of this.#queue.drop()) this.#send(bytes);
    this.#send(this.#messages.rest());
    this.#queue.lose();
  }

  /** What a client sent before it took leave is done; one that has vanished has given up what waits. */
  #clientGone(): void {
    this.#isClientGone = true;
    this.#queue.abandon();
    if (!this.#queue.endsInLeave) this.#queue.drop();
    this.#pump();
    if (this.#isServerGone) this.#options.onClosed();
  }

  #serverGone(): void {
    this.#isServerGone = true;
    this.#ownAnswered?.();
    this.#queue.lose();
    this.#client.end();
    if (this.#isClientGone) this.#options.onClosed();
  }
}
