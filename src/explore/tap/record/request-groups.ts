import type { Unit, UnitOutcome } from '../unit.ts';

/** A unit of a request, with how it ended. */
export interface DoneUnit {
  readonly unit: Unit;
  readonly outcome: UnitOutcome;
}

/** What a request sent to its database. */
export interface RecordedRequest {
  /** Its trace id where a comment in a statement has one, else `t1`, `t2`, …. */
  readonly id: string;
  /** In the order in which they were sent. */
  readonly units: readonly DoneUnit[];
  /** Whether a transaction of another connection was open meanwhile: then this may be more than one request. */
  readonly isMixed: boolean;
}

const TRACE_PARENT = /traceparent\s*[=:]\s*'?[0-9a-f]{2}-([0-9a-f]{32})-/i;

/**
 * Requests that come one at a time, out of what they send: all up to a silence in which nothing is under way and no transaction
 * is open is one.
 */
export class RequestGroups {
  readonly #quietMs: number;
  readonly #onRequest: (request: RecordedRequest) => void;
  #units: Unit[] = [];
  readonly #done = new Map<Unit, UnitOutcome>();
  readonly #inTransaction = new Set<number>();
  #isMixed = false;
  #timer: NodeJS.Timeout | undefined;
  #count = 0;

  constructor(quietMs: number, onRequest: (request: RecordedRequest) => void) {
    this.#quietMs = quietMs;
    this.#onRequest = onRequest;
  }

  /** A unit is on its way. What passes is no part of a request, but for what begins and ends its transactions. */
  begin(unit: Unit): void {
    clearTimeout(this.#timer);
    if (unit.pass === undefined) this.#units.push(unit);
    void unit.done.then((outcome) => {
      this.#end(unit, outcome);
    });
  }

  /** Ends the request that is under way, if one is. */
  flush(): void {
    clearTimeout(this.#timer);
    const units = this.#units
      .filter((unit) => this.#done.has(unit))
      .map((unit) => ({ unit, outcome: this.#done.get(unit)! }));
    const isMixed = this.#isMixed;
    this.#units = [];
    this.#done.clear();
    this.#isMixed = false;
    if (units.length > 0) this.#onRequest({ id: this.#idOf(units), units, isMixed });
  }

  #end(unit: Unit, outcome: UnitOutcome): void {
    const { connection, pass } = unit;
    if (pass === undefined) this.#done.set(unit, outcome);
    if (outcome.status === 'idle' || outcome.isLost) this.#inTransaction.delete(connection);
    else if (outcome.status !== undefined) this.#inTransaction.add(connection);
    this.#isMixed ||= this.#inTransaction.size > 1;
    const isUnderWay = this.#units.length > this.#done.size || this.#inTransaction.size > 0;
    clearTimeout(this.#timer);
    if (!isUnderWay && this.#units.length > 0)
      this.#timer = setTimeout(() => {
        this.flush();
      }, this.#quietMs);
  }

  #idOf(units: readonly DoneUnit[]): string {
    for (const { unit } of units)
      for (const { text } of unit.statements) {
        const [, id] = TRACE_PARENT.exec(text) ?? [];
        if (id !== undefined) return id;
      }
    return `t${++this.#count}`;
  }
}
