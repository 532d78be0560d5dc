import type { AttemptRow } from '../record/attempt-row.ts';
import { callSite } from '../record/call-site.ts';
import {
  UnknownKeyError,
  type Confirmation,
  type Stored,
  type TakeOutcome,
} from '../store/versioned-store.ts';
import type { Ports } from './ports.ts';
import type { Result } from '../../core/words/codes.ts';

/** One client's wish for one unit. A client that asks again, having had no answer, asks with the same id. */
export interface ReservationRequest {
  /** The idempotency key. */
  readonly id: string;
  readonly key: string;
  readonly clientId: string;
  /** When the request was due, in microseconds of the run's clock. */
  readonly dueUs: number;
  /** When it was really sent, if that was later: what its sender is late by is no queue of the service. */
  readonly sentUs?: number;
  /** Attempts that were made for this request id before this one. */
  readonly attemptsBefore: number;
  /** Tells the deliveries of a run apart, in which one request may come several times; without it none is journaled. */
  readonly delivery?: number;
}

/**
 * One attempt at a reservation: the service's steps on the store, each recorded with what it saw, when, and from which
 * line of the service it was called. Before each step it waits at the gate, where a schedule may hold it.
 */
export class Attempt {
  readonly row: AttemptRow;
  readonly #request: ReservationRequest;
  readonly #ports: Ports;
  readonly #idempotent: boolean;

  /** @param before the attempts already made within this request, oldest first */
  constructor(
    request: ReservationRequest,
    before: readonly Attempt[],
    ports: Ports,
    options: { idempotent: boolean },
  ) {
    this.#request = request;
    this.#ports = ports;
    this.#idempotent = options.idempotent;
    const nowUs = ports.clock();
    const startUs = before.at(-1)?.row.endUs ?? request.dueUs;
    this.row = {
      requestId: request.id,
      inventoryKey: request.key,
      workerId: ports.workerId,
      deployment: ports.deployment,
      // Until the attempt has an outcome it is unknown; a service that dies here leaves no wrong claim.
      result: 'timeout',
      retryCount: request.attemptsBefore + before.length,
      clientId: request.clientId,
      startUs,
      ...(before.length === 0 && request.sentUs !== undefined && { sentUs: request.sentUs }),
      serviceUs: nowUs,
      endUs: nowUs,
    };
  }

  /** Whether an earlier attempt of the request was confirmed; this attempt then repeats that confirmation. */
  async confirmedBefore(): Promise<boolean> {
    const confirmation = await this.#ports.store.confirmationOf(this.#request.id);
    if (confirmation !== undefined) this.#repeat(confirmation);
    return confirmation !== undefined;
  }

  /** The stock as it is now. */
  async read(): Promise<Stored> {
    this.row.readSite = callSite();
    await this.#ports.gate(this.#request.clientId, 'read');
    this.row.readUs = this.#ports.clock();
    const stock = await this.#ports.store.get(this.#request.key);
    if (stock === undefined) throw new UnknownKeyError(this.#request.key);
    this.row.readVersion = stock.version;
    this.row.readValue = stock.value;
    return stock;
  }

  /** Writes the stock without any condition. */
  async put(value: number): Promise<void> {
    this.row.writeSite = callSite();
    await this.#ports.gate(this.#request.clientId, 'write');
    this.#wrote(value, await this.#ports.store.put(this.#request.key, value));
  }

  /** Writes the stock if its version still is `version`; resolves to whether the request now has a unit. */
  async putIf(value: number, version: number): Promise<boolean> {
    this.row.writeSite = callSite();
    await this.#ports.gate(this.#request.clientId, 'write');
    const outcome = await this.#ports.store.putIf(this.#request.key, value, version, this.#requestId);
    if (outcome.kind === 'written') this.#wrote(value, outcome.version);
    else this.row.writeUs = this.#ports.clock();
    if (outcome.kind === 'confirmed-before') this.#repeat(outcome.confirmation);
    return outcome.kind !== 'refused';
  }

  /** Takes a unit if there is one, read and write in one step; resolves to what became of that. */
  async take(): Promise<TakeOutcome['kind']> {
    this.row.readSite = this.row.writeSite = callSite();
    // Both steps of a schedule are passed before either happens, so that the schedule of the race can be tried on it.
    await this.#ports.gate(this.#request.clientId, 'read');
    await this.#ports.gate(this.#request.clientId, 'write');
    this.row.readUs = this.#ports.clock();
    const outcome = await this.#ports.store.take(this.#request.key, this.#requestId);
    if (outcome.kind === 'taken') {
      this.row.readVersion = outcome.before.version;
      this.row.readValue = outcome.before.value;
      this.#wrote(outcome.after.value, outcome.after.version);
    } else this.row.writeUs = this.#ports.clock();
    if (outcome.kind === 'confirmed-before') this.#repeat(outcome.confirmation);
    return outcome.kind;
  }

  /** Tells the client that it holds a unit. */
  async confirm(): Promise<Result> {
    this.row.confirmSite = callSite();
    await this.#ports.gate(this.#request.clientId, 'confirm');
    return this.#end('success');
  }

  /** Tells the client that nothing is left. */
  reject(): Result {
    return this.#end('rejected');
  }

  /** Tells the client that others were faster too often. */
  conflict(): Result {
    return this.#end('conflict');
  }

  /** The write was refused and the service tries again. */
  retry(): void {
    this.#end('retry');
  }

  /** The store gave no answer: whether the write was applied is unknown. */
  timeout(): Result {
    return this.#end('timeout');
  }

  /** What a write is confirmed under; nothing where repeats are not told apart from new requests. */
  get #requestId(): string | undefined {
    return this.#idempotent ? this.#request.id : undefined;
  }

  #wrote(value: number, version: number): void {
    this.row.writeUs = this.#ports.clock();
    this.row.writeVersion = version;
    this.row.writeValue = value;
  }

  /** The row of a repeated answer names the transition that was confirmed then, so that it is seen to be the same one. */
  #repeat(confirmation: Confirmation): void {
    delete this.row.readValue;
    this.row.readVersion = confirmation.readVersion;
    this.row.writeVersion = confirmation.writeVersion;
    this.row.writeValue = confirmation.value;
  }

  #end(result: Result): Result {
    this.row.result = result;
    this.row.endUs = this.#ports.clock();
    return result;
  }
}
