/**
 * A tiny world that really executes attempts against a store, one step at a time in any interleaving, and keeps its own
 * diary: which write undid which, who was told what, and what was left. It judges from the diary, never from version
 * numbers, and shares nothing with the checker but the shape of an attempt's row.
 */
import type { Attempt } from './history-language.ts';

/** What goes wrong with one attempt. */
export type Fault = 'none' | 'applied-timeout' | 'dropped-timeout' | 'no-write' | 'lagging-read';

/** A client's request; two asks with one request id are a client's retry or a duplicate on the way. */
export interface Ask {
  readonly request: string;
  readonly fault: Fault;
}

/** A service, a store and what is asked of them. */
export interface Scenario {
  readonly write: 'unsafe' | 'conditional';
  /** Who numbers the versions: the store counts its writes, or the writer adds one to what it read. */
  readonly numbering: 'store' | 'blind';
  readonly idempotent: boolean;
  /** What the row of a repeated answer says of the write that it repeats. */
  readonly replay: 'nothing' | 'version' | 'version-and-own-read' | 'version-and-first-read';
  /** Whether the row of a timed-out attempt that was applied names the version that it made. */
  readonly timeoutsNameVersions: boolean;
  readonly units: number;
  readonly firstVersion: number;
  readonly clients: readonly (readonly Ask[])[];
}

interface Write {
  readonly request: string;
  readonly version: number;
  readonly before: number;
  readonly after: number;
  readonly readVersion: number;
  /** Others had written since the state that it was based on. */
  readonly stale: boolean;
  /** It left out an update that was in the store. */
  readonly undid: boolean;
  readonly timedOut: boolean;
  /** Told to the client as a success that names this write. */
  named: boolean;
}

interface State {
  readonly value: number;
  readonly version: number;
  /** Writes so far, and the ones whose effect is still in the value. */
  readonly writes: number;
  readonly included: ReadonlySet<Write>;
}

/** Everything that happened, and the rows that a trace would have of it. */
export interface Diary {
  readonly rows: readonly Attempt[];
  readonly writes: readonly Write[];
  readonly final: State;
  /** Successes without a write version, per request. */
  readonly bareSuccesses: ReadonlyMap<string, number>;
  readonly scenario: Scenario;
}

/** Runs a scenario; `choose` picks which of so many runnable clients steps next. */
export function execute(scenario: Scenario, choose: (runnable: number) => number): Diary {
  return new World(scenario).run(choose);
}

/** Runs a scenario once for every interleaving of its steps. */
export function* everyInterleaving(scenario: Scenario): Generator<Diary> {
  const choices: number[] = [];
  const widths: number[] = [];
  for (;;) {
    let step = 0;
    yield execute(scenario, (runnable) => {
      widths[step] = runnable;
      return (choices[step++] ??= 0);
    });
    choices.length = step;
    while (choices.length > 0 && choices.at(-1)! + 1 >= widths[choices.length - 1]!) choices.pop();
    if (choices.length === 0) return;
    choices[choices.length - 1]!++;
  }
}

class World {
  readonly #scenario: Scenario;
  readonly #states: State[];
  readonly rows: Attempt[] = [];
  readonly #writes: Write[] = [];
  readonly #answered = new Map<string, Write>();
  readonly #bare = new Map<string, number>();
  #clock = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#states = [
      { value: scenario.units, version: scenario.firstVersion, writes: 0, included: new Set() },
    ];
  }

  run(choose: (runnable: number) => number): Diary {
    const clients = this.#scenario.clients.map((asks, index) => this.#client(`c${index}`, asks));
    while (clients.length > 0) {
      const turn = clients.length === 1 ? 0 : choose(clients.length);
      this.#clock += 10;
      if (clients[turn]!.next().done === true) clients.splice(turn, 1);
    }
    return {
      rows: this.rows,
      writes: this.#writes,
      final: this.#states.at(-1)!,
      bareSuccesses: this.#bare,
      scenario: this.#scenario,
    };
  }

  /** A client asks one thing after another; where it yields, others may step in. */
  *#client(client: string, asks: readonly Ask[]): Generator<undefined, void> {
    for (const [index, ask] of asks.entries()) {
      for (let retry = 0; retry < 2; retry++) {
        const refused = yield* this.#attempt(client, retry === 0 ? ask : { ...ask, fault: 'none' }, retry);
        if (!refused) break;
      }
      if (index + 1 < asks.length) yield;
    }
  }

  *#attempt(client: string, { request, fault }: Ask, retry: number): Generator<undefined, boolean> {
    const { write: kind, idempotent } = this.#scenario;
    const common = { client, request, retry, key: 'k', start: this.#clock, readAt: this.#clock + 1 };
    if (idempotent && this.#answered.has(request)) return this.#repeat(common);
    const seen = this.#states.at(fault === 'lagging-read' ? -2 : -1) ?? this.#states[0]!;
    const read = { ...common, read: seen.version, readValue: seen.value };
    if (seen.value <= 0) return this.#row({ ...read, result: 'rejected', end: this.#clock + 2 });
    yield;
    const now = this.#states.at(-1)!;
    const writeAt = this.#clock + 1;
    if (fault === 'dropped-timeout') return this.#row({ ...read, result: 'timeout', end: this.#clock + 2 });
    if (fault === 'no-write') {
      this.#bare.set(request, (this.#bare.get(request) ?? 0) + 1);
      return this.#row({ ...read, result: 'success', end: this.#clock + 2 });
    }
    if (kind === 'conditional') {
      if (idempotent && this.#answered.has(request)) return this.#repeat(common);
      if (seen.writes !== now.writes) {
        this.#row({ ...read, writeAt, result: retry === 0 ? 'retry' : 'conflict', end: this.#clock + 2 });
        return true;
      }
    }
    const write = this.#apply(request, seen, fault === 'applied-timeout');
    const wrote = { ...read, writeAt, write: write.version, writeValue: write.after };
    if (fault === 'applied-timeout')
      return this.#row({
        ...(this.#scenario.timeoutsNameVersions ? wrote : { ...read, writeAt }),
        result: 'timeout',
        end: this.#clock + 2,
      });
    yield;
    write.named = true;
    return this.#row({ ...wrote, result: 'success', end: this.#clock + 2 });
  }

  #apply(request: string, seen: State, timedOut: boolean): Write {
    const now = this.#states.at(-1)!;
    const version = (this.#scenario.numbering === 'store' ? now.version : seen.version) + 1;
    const write: Write = {
      request,
      version,
      before: now.value,
      after: seen.value - 1,
      readVersion: seen.version,
      stale: seen.writes !== now.writes,
      undid: [...now.included].some((other) => !seen.included.has(other)),
      timedOut,
      named: false,
    };
    this.#writes.push(write);
    const included = new Set([...seen.included, write]);
    this.#states.push({ value: write.after, version, writes: now.writes + 1, included });
    if (!this.#answered.has(request)) this.#answered.set(request, write);
    return write;
  }

  #repeat(common: Omit<Attempt, 'result'>): boolean {
    const write = this.#answered.get(common.request)!;
    const { replay } = this.#scenario;
    const end = this.#clock + 2;
    if (replay === 'nothing') {
      this.#bare.set(common.request, (this.#bare.get(common.request) ?? 0) + 1);
      return this.#row({ ...common, readAt: undefined, result: 'success', end });
    }
    write.named = true;
    const read = {
      version: undefined,
      'version-and-own-read': this.#states.at(-1)!.version,
      'version-and-first-read': write.readVersion,
    }[replay];
    return this.#row({ ...common, readAt: undefined, read, write: write.version, result: 'success', end });
  }

  /** Records a row; the attempt was not refused. */
  #row(row: Attempt): false {
    this.rows.push({ ...row, worker: `a${this.rows.length}` });
    return false;
  }
}

/** What the diary proves, each as the checker should say it where it can. */
export interface Truth {
  /** `request@version` of confirmed writes that were based on a state which had been replaced. */
  readonly stale: ReadonlySet<string>;
  /** Whether any write left out an update that was in the store. */
  readonly undid: boolean;
  /** Requests that were confirmed by several writes. */
  readonly duplicated: ReadonlySet<string>;
  /** Requests that were told success and never wrote, as often as they were told. */
  readonly unwritten: readonly string[];
  /** Applied writes of which nobody was told. */
  readonly lost: readonly Write[];
  readonly confirmed: number;
  readonly mismatch: number;
  readonly causes: { stale: number; duplicate: number; unwritten: number; lost: number };
  readonly excessUnits: number;
  /** A stale write that only timed-out rows tell of: its version shows, but not whose it is. */
  readonly hidden: boolean;
  /** One request made one version number twice: rows like those of a repeated answer. */
  readonly doubled: boolean;
}

/** Judges a run from its diary. */
export function judge({ writes, final, bareSuccesses, scenario }: Diary): Truth {
  const requests = new Set([...writes.map(({ request }) => request), ...bareSuccesses.keys()]);
  const stale = new Set<string>();
  const duplicated = new Set<string>();
  const unwritten: string[] = [];
  const lost: Write[] = [];
  const causes = { stale: 0, duplicate: 0, unwritten: 0, lost: 0 };
  let [confirmed, excessUnits, hidden, doubled] = [0, 0, false, false];
  for (const request of requests) {
    const own = writes.filter((write) => write.request === request);
    const named = own.filter((write) => write.named);
    // A success that names no write confirms the first that was applied.
    const told = named.length > 0 || !bareSuccesses.has(request) ? named : own.slice(0, 1);
    for (const write of own) if (!told.includes(write)) lost.push(write);
    told.forEach((write, index) => {
      const entry = 1 - (write.before - write.after);
      if (write.stale) {
        stale.add(`${request}@${write.version}`);
        causes.stale += entry;
      } else if (index > 0) causes.duplicate += entry;
    });
    if (told.length > 1) duplicated.add(request);
    const bare = told.length > 0 ? 0 : (bareSuccesses.get(request) ?? 0);
    for (let answer = 0; answer < bare; answer++) unwritten.push(request);
    confirmed += told.length + bare;
    const taken = told.reduce((sum, { before, after }) => sum + before - after, 0);
    if (told.length > 1) excessUnits += Math.max(0, taken - 1);
    if (told.length > 0)
      for (const write of own)
        if (!told.includes(write)) excessUnits += Math.max(0, write.before - write.after);
    hidden ||= own.some((write) => write.timedOut && write.stale && !write.named);
    doubled ||= new Set(own.map(({ version }) => version)).size < own.length;
  }
  causes.unwritten = unwritten.length;
  for (const { before, after } of lost) causes.lost -= before - after;
  return {
    stale,
    undid: writes.some((write) => write.undid),
    duplicated,
    unwritten,
    lost,
    confirmed,
    mismatch: confirmed - (scenario.units - final.value),
    causes,
    excessUnits,
    hidden,
    doubled,
  };
}
