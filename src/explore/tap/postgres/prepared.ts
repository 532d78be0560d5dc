import type { Statement } from '../unit.ts';

/** A column of an answer. */
export interface Column {
  /** In lower case. */
  readonly name: string;
  readonly type: number;
  readonly format: number;
}

/** A statement that was parsed, under a name or without one. What the server tells of it later is added. */
export interface Prepared {
  readonly text: string;
  /** The types of its parameters, 0 where the server is to find out. */
  parameterTypes: readonly number[];
  columns: readonly Column[] | undefined;
}

/** A statement with its parameters, ready to be executed. */
export interface Portal {
  readonly prepared: Prepared;
  readonly statement: Statement;
  /** Formats of the columns of its answer. */
  readonly formats: readonly number[];
}

/** What is known under names of a connection. A change can be taken back, for the server skips what follows an error. */
export class Names<T> {
  readonly #known = new Map<string, T>();

  get(name: string): T | undefined {
    return this.#known.get(name);
  }

  /** Sets or, with undefined, removes; returns what takes it back. */
  set(name: string, value: T | undefined): () => void {
    const before = this.#known.get(name);
    this.#put(name, value);
    return () => {
      this.#put(name, before);
    };
  }

  #put(name: string, value: T | undefined): void {
    if (value === undefined) this.#known.delete(name);
    else this.#known.set(name, value);
  }
}
