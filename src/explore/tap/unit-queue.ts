import { messageOf } from '../../core/words/errors.ts';
import { nowUs } from './monotonic.ts';
import { OpenUnit } from './open-unit.ts';
import type { Answers } from './postgres/answers.ts';
import type { Piece } from './postgres/client-messages.ts';
import { passReasonOf } from './sql/pass-reason.ts';
import type { Hold, PassReason, Unit } from './unit.ts';

/** What a queue needs of its connection. */
export interface QueueOptions {
  readonly connection: number;
  readonly answers: Answers;
  readonly backendPid: () => number | undefined;
  readonly hold: Hold | undefined;
  readonly onUnit: ((unit: Unit) => void) | undefined;
  readonly send: (bytes: Buffer) => void;
  readonly say: (sentence: string) => void;
}

interface Waiting {
  readonly piece: Piece;
  readonly arrivedUs: number;
}

interface Held {
  readonly open: OpenUnit;
  readonly piece: Piece;
}

/**
 * What a client has sent and what has become of it: it waits, is held, is outstanding, or is done. With a hold it goes on one
 * unit at a time, without one at once.
 */
export class UnitQueue {
  readonly #options: QueueOptions;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #held: Held | undefined;
  readonly #outstanding = new Set<OpenUnit>();
  #units = 0;
  #afterHold: ((unit: Unit) => void)[] = [];

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get held(): Unit | undefined {
    return this.#held?.open.unit;
  }

  get outstanding(): readonly Unit[] {
    return Array.from(this.#outstanding, ({ unit }) => unit);
  }

  /** Units that wait behind others. */
  get length(): number {
    return this.#waiting.filter(({ piece }) => piece.kind === 'unit').length;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Whether nothing is left to be sent. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#held === undefined;
  }

  /** Whether the client has taken leave behind what waits. */
  get endsInLeave(): boolean {
    return this.#waiting.at(-1)?.piece.kind === 'terminate';
  }

  add(piece: Piece): void {
    this.#waiting.push({ piece, arrivedUs: nowUs() });
    this.#waitingBytes += piece.bytes.length;
  }

  /** Forwards what may go, as often as something has changed. */
  pump(): void {
    const { hold, send } = this.#options;
    while (this.#held === undefined && this.#waiting.length > 0) {
      const { piece, arrivedUs } = this.#waiting[0]!;
      if (piece.kind === 'unit' && hold !== undefined && this.#outstanding.size > 0) return;
      this.#waiting.shift();
      this.#waitingBytes -= piece.bytes.length;
      if (piece.kind !== 'unit') {
        send(piece.bytes);
        continue;
      }
      const open = this.#open(piece, arrivedUs);
      const released = hold === undefined ? undefined : this.#offer(hold, open.unit);
      if (released === undefined) this.#forward({ open, piece });
      else this.#keep(released, { open, piece });
    }
  }

  /** Whether a unit is held. If so, holding it on makes no sense any more, and `then` is called when it has been forwarded. */
  abandonHeld(then: (unit: Unit) => void): boolean {
    if (this.#held === undefined) return false;
    this.#afterHold.push(then);
    this.#held.open.abandon();
    return true;
  }

  /** The client waits for none of it any longer. */
  abandon(): void {
    for (const open of this.#outstanding) open.abandon();
    this.#held?.open.abandon();
  }

  /** Forgets what is not forwarded. */
  drop(): readonly Buffer[] {
    const held = this.#held;
    const dropped = this.#waiting.map(({ piece }) => piece.bytes);
    this.#held = undefined;
    this.#waiting = [];
    this.#waitingBytes = 0;
    held?.open.lose();
    return held === undefined ? dropped : [held.piece.bytes, ...dropped];
  }

  /** There will be no answers any more. */
  lose(): void {
    this.drop();
    for (const open of [...this.#outstanding]) open.lose();
  }

  #offer(hold: Hold, unit: Unit): Promise<void> | undefined {
    try {
      return hold(unit);
    } catch (error) {
      this.#options.say(`a unit passes unheld: what was to hold it has failed: ${messageOf(error)}`);
      return undefined;
    }
  }

  #keep(released: Promise<void>, held: Held): void {
    this.#held = held;
    const release = () => {
      // It may have been dropped with its client.
      if (this.#held !== held) return;
      this.#held = undefined;
      this.#forward(held);
      for (const after of this.#afterHold.splice(0)) after(held.open.unit);
      this.pump();
    };
    released.then(release, (error: unknown) => {
      this.#options.say(`a unit passes unheld: what was to hold it has failed: ${messageOf(error)}`);
      release();
    });
  }

  #open(piece: Piece, arrivedUs: number): OpenUnit {
    const { connection, answers, backendPid, say } = this.#options;
    const { statements, prepared, notUnderstood } = piece;
    // What the units before it leave is not known as long as they are on their way.
    const status = this.#outstanding.size > 0 ? 'in-transaction' : answers.status;
    const reasons = statements.map(({ text }) => passReasonOf(text, status));
    if (notUnderstood !== undefined) say(`${notUnderstood} passes unheld, for it is not understood`);
    const facts = {
      connection,
      backendPid: backendPid(),
      number: ++this.#units,
      pass: passReason(piece, reasons),
      statements: statements.length > 0 ? statements : prepared.map((text) => ({ text, parameters: [] })),
      status: answers.status,
      begins: reasons.includes('begin'),
      arrivedUs,
    };
    return new OpenUnit(facts, (open) => {
      this.#outstanding.delete(open);
    });
  }

  #forward({ open, piece }: Held): void {
    const { answers, onUnit, send } = this.#options;
    this.#outstanding.add(open);
    open.send();
    answers.expect(piece.expected, open);
    send(piece.bytes);
    onUnit?.(open.unit);
  }
}

/** A unit passes where all that it executes does. */
function passReason(piece: Piece, reasons: readonly (PassReason | undefined)[]): PassReason | undefined {
  if (piece.notUnderstood !== undefined) return 'not-understood';
  if (reasons.length === 0) return piece.prepared.length > 0 ? 'prepare' : 'empty';
  return reasons.includes(undefined)
    ? undefined
    : (reasons.find((reason) => reason === 'begin') ?? reasons[0]);
}
