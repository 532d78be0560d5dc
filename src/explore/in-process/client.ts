import { START, type Place } from '../search/runner.ts';
import { codeOfAnswer, codeOfError } from './answer.ts';
import { userCallSite } from './call-site.ts';
import type { PlaceTable } from './place-table.ts';
import type { Recording } from './recording.ts';
import type { StepTaker } from './registry.ts';
import { isThenable } from './thenable.ts';

/** A step that waits for its turn, and what the client waits for. */
interface Held {
  readonly name: string;
  /** The line that called it; '' where nothing is recorded. */
  readonly site: string;
  readonly action: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** What a client needs of the run that it is part of. */
export interface ClientWorld {
  readonly placeTable: PlaceTable;
  /** What the clients' functions are called with. */
  readonly context: unknown;
  /** Calls code so that the steps of it are taken by this client. */
  within<T>(client: Client, code: () => T): T;
  /** Called whenever it may stand somewhere else than before. */
  changed(client: Client): void;
  /** Undefined where nothing is recorded. */
  readonly recording: Recording | undefined;
}

/**
 * A client of one run: held before each of its steps until it is let go. Where it stands follows from what it waits for,
 * what it is in and whether it has its answer; nothing else is kept.
 */
export class Client implements StepTaker {
  readonly index: number;
  /** Whether the run waits for it to stand somewhere, and whether it has given that up for now. */
  motion: 'none' | 'moving' | 'parked' = 'none';
  readonly #world: ClientWorld;
  readonly #function: (context: unknown) => unknown;
  /** The step that it is held before, and those that it began beside it: there are seldom any. */
  #held: Held | undefined;
  #others: Held[] | undefined;
  #inSteps = 0;
  #isFree = false;
  #isHeldBeforeStart = false;
  #answer: { readonly code: string; readonly value: unknown } | undefined;
  #late: string[] | undefined;
  #beside: string[] | undefined;
  /** The step that it was let go from last. */
  last = START;

  constructor(index: number, world: ClientWorld, ownFunction: (context: unknown) => unknown) {
    this.index = index;
    this.#world = world;
    this.#function = ownFunction;
  }

  /** Steps that were not done when its answer was there. */
  get late(): readonly string[] {
    return this.#late ?? [];
  }

  /** Steps that it began beside another one of its own. */
  get beside(): readonly string[] {
    return this.#beside ?? [];
  }

  /** Where it stands; undefined while it is on its way. */
  get place(): Place | undefined {
    if (this.#inSteps > 0) return undefined;
    if (this.#isHeldBeforeStart) return this.#world.placeTable.ready(START);
    if (this.#held !== undefined) return this.#world.placeTable.ready(this.#held.name);
    return this.#answer && this.#world.placeTable.over(this.#answer.code);
  }

  /** What its function returned or threw; undefined while it runs. */
  get answer(): unknown {
    return this.#answer?.value;
  }

  /** Holds it before its own function begins. */
  holdStart(): void {
    this.#isHeldBeforeStart = true;
  }

  /** Performs its own function. */
  #begin(): void {
    this.#isHeldBeforeStart = false;
    const tell = this.#world.recording?.begins(this.index, START, '');
    try {
      const result = this.#world.within(this, () => this.#function(this.#world.context));
      tell?.({ value: undefined });
      if (!isThenable(result)) this.#answered(codeOfAnswer(result), result);
      else
        result.then(
          (value: unknown) => {
            this.#answered(codeOfAnswer(value), value);
          },
          (error: unknown) => {
            this.#answered(codeOfError(error), error);
          },
        );
    } catch (error) {
      tell?.({ error });
      this.#answered(codeOfError(error), error);
    }
  }

  take<T>(name: string, action: () => T | PromiseLike<T>): Promise<T> {
    const site = this.#world.recording === undefined ? '' : userCallSite();
    return new Promise<T>((resolve, reject) => {
      const held: Held = { name, site, action, resolve, reject };
      if (this.#isFree) this.#perform(held);
      else this.#hold(held);
    });
  }

  /** Lets it take the step that it is held before. */
  release(): void {
    if (this.#isHeldBeforeStart) {
      this.#begin();
      return;
    }
    const held = this.#held;
    if (held === undefined) throw new Error(`client ${this.index} is not held`);
    this.#held = this.#others?.shift();
    this.last = held.name;
    this.#perform(held);
  }

  /** Whether its own function has been called. */
  get hasBegun(): boolean {
    return !this.#isHeldBeforeStart;
  }

  /** Lets it go on to its end without stopping, if it has begun. */
  free(): void {
    this.#isFree = true;
    for (const held of this.#waiting) this.#perform(held);
    this.#held = undefined;
    this.#others = undefined;
  }

  get #waiting(): readonly Held[] {
    return this.#held === undefined ? [] : [this.#held, ...(this.#others ?? [])];
  }

  #hold(held: Held): void {
    const isBeside = this.#held !== undefined || this.#inSteps > 0;
    if (isBeside) (this.#beside ??= []).push(held.name);
    if (this.#answer !== undefined) (this.#late ??= []).push(held.name);
    if (this.#held === undefined) this.#held = held;
    else (this.#others ??= []).push(held);
    this.#world.changed(this);
  }

  #answered(code: string, value: unknown): void {
    this.#answer = { code, value };
    if (this.#inSteps > 0) (this.#late ??= []).push(this.last);
    for (const { name } of this.#waiting) (this.#late ??= []).push(name);
    this.#world.changed(this);
  }

  #perform({ name, site, action, resolve, reject }: Held): void {
    this.#inSteps++;
    const tell = this.#world.recording?.begins(this.index, name, site);
    const kept = (value: unknown) => {
      tell?.({ value });
      (resolve as (value: unknown) => void)(value);
      this.#left();
    };
    const failed = (error: unknown) => {
      tell?.({ error });
      reject(error);
      this.#left();
    };
    let result: unknown;
    try {
      result = action();
    } catch (error) {
      failed(error);
      return;
    }
    if (isThenable(result)) result.then(kept, failed);
    else kept(result);
  }

  /** A step is done. What follows it begins in a moment; where something else is there already, that is waited for. */
  #left(): void {
    if (this.#held === undefined && this.#answer === undefined) {
      this.#inSteps--;
      return;
    }
    // It counts as on its way until then.
    setImmediate(() => {
      this.#inSteps--;
      this.#world.changed(this);
    });
  }
}
