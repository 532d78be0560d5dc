import type { Ending, Place } from './runner.ts';

/** One node of the tree of schedules: where all clients stand, and what became of each choice. */
export interface TreeNode {
  /** Of each client, the index of its place in {@link Tree.places}. */
  readonly places: readonly number[];
  /** Client and node by turns, in the order in which they were explored: `[0, 17, 1, 23]`. */
  readonly children: readonly number[];
  /** Index of the outcome in {@link Tree.outcomes}; -1 where the run does not end here. */
  readonly outcome: number;
}

/** What schedules can end in. */
export interface Outcome extends Ending {
  /** How many schedules ended so. */
  schedules: number;
}

/** A place of one client. */
export interface ClientPlace {
  readonly client: number;
  readonly place: Place;
}

const NO_OUTCOME = -1;
/** Numbers of pairs begin here, so that none is an outcome's too. */
const FIRST_PAIR = 0x100000;

/**
 * The schedules that have been explored, as a tree in which equal subtrees are one node: 369,600 schedules of four equal
 * clients are a few hundred nodes. A node comes after all nodes below it.
 */
export class Tree {
  readonly places: ClientPlace[] = [];
  readonly nodes: TreeNode[] = [];
  readonly outcomes: Outcome[] = [];
  readonly #placeIds: WeakMap<Place, number>[];
  readonly #placeKeys = new Map<string, number>();
  readonly #outcomeIds = new Map<string, number>();
  /** Pairs of numbers that have been seen, as numbers: lists become one number without a text. */
  readonly #pairs = new Map<number, number>();
  readonly #nodeIds = new Map<number, number>();

  constructor(clients: number) {
    this.#placeIds = Array.from({ length: clients }, () => new WeakMap<Place, number>());
  }

  /** The index of a client's place. */
  placeId(client: number, place: Place): number {
    const known = this.#placeIds[client]!.get(place);
    if (known !== undefined) return known;
    const key = JSON.stringify([client, place]);
    const id = this.#placeKeys.get(key) ?? this.places.push({ client, place }) - 1;
    this.#placeKeys.set(key, id);
    this.#placeIds[client]!.set(place, id);
    return id;
  }

  /** Counts a schedule that ended so; returns the index of its outcome. */
  ended(ending: Ending): number {
    const { codes, broken, notes } = ending;
    const key = `${codes.join('\0')}\0\0${notes.join('\0')}\0\0${broken === undefined ? '' : 'broken'}`;
    let id = this.#outcomeIds.get(key);
    if (id === undefined) {
      id = this.outcomes.push({ ...ending, schedules: 0 }) - 1;
      this.#outcomeIds.set(key, id);
    }
    this.outcomes[id]!.schedules++;
    return id;
  }

  /** The index of the node with these places and children, which may be one that is there already. */
  node(places: readonly number[], children: readonly number[], outcome = NO_OUTCOME): number {
    let key = this.#pair(outcome + 1, places.length);
    for (const place of places) key = this.#pair(key, place);
    for (const child of children) key = this.#pair(key, child);
    let id = this.#nodeIds.get(key);
    if (id === undefined) {
      id = this.nodes.push({ places: [...places], children: [...children], outcome }) - 1;
      this.#nodeIds.set(key, id);
    }
    return id;
  }

  #pair(a: number, b: number): number {
    // Both stay below 2^26: more nodes than that do not fit into memory either.
    const key = a * 0x4000000 + b;
    let id = this.#pairs.get(key);
    if (id === undefined) {
      id = FIRST_PAIR + this.#pairs.size;
      this.#pairs.set(key, id);
    }
    return id;
  }
}
