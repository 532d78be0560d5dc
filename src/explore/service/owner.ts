import type { Unit } from '../tap/unit.ts';
import type { Client } from './client.ts';
import { fit, NO_PROFILE, type Profiles } from './profile.ts';
import { textOf } from './statement.ts';

/** Whose a unit is. */
export type Owner =
  | { readonly client: Client; readonly isAmbiguous: boolean }
  /** It is of no request. */
  | undefined;

/** Tells of each unit which request it is of. */
export class Owners {
  readonly #clients: readonly Client[];
  readonly #profiles: Profiles;
  /** Of connections in a transaction. */
  readonly #byConnection = new Map<number, Client>();

  constructor(clients: readonly Client[], profiles: Profiles) {
    this.#clients = clients;
    this.#profiles = profiles;
  }

  /** Whose a unit is that just arrived; one that begins a transaction makes its connection the owner's. */
  ownerOf(unit: Unit): Owner {
    if (unit.status === 'idle') this.#byConnection.delete(unit.connection);
    const found = this.#find(unit);
    if (found !== undefined && (unit.begins || unit.status !== 'idle'))
      this.#byConnection.set(unit.connection, found.client);
    return found;
  }

  /** The client that last had a transaction on a connection. */
  ofConnection(connection: number): Client | undefined {
    return this.#byConnection.get(connection);
  }

  /** The connections on which a client last had a transaction. */
  connectionsOf(client: Client): readonly number[] {
    return [...this.#byConnection].filter(([, owner]) => owner === client).map(([connection]) => connection);
  }

  #find(unit: Unit): Owner {
    const named = this.#clients.find(({ traceparent }) => textOf(unit).includes(traceparent.slice(3, 35)));
    if (named !== undefined) return { client: named, isAmbiguous: false };
    const candidates = this.#clients.filter((client) => client.canSend && !this.#isThrough(client));
    const holder = this.#byConnection.get(unit.connection);
    // Who has answered and left its transaction open may have left it to another request of the same pool.
    if (holder !== undefined && !(candidates.length > 0 && this.#isThrough(holder)))
      return { client: holder, isAmbiguous: false };
    return this.#bestOf(unit, candidates);
  }

  #bestOf(unit: Unit, candidates: readonly Client[]): Owner {
    if (candidates.length === 1) return { client: candidates[0]!, isAmbiguous: false };
    const fits = (candidates.length > 0 ? candidates : this.#clients.filter(({ isStarted }) => isStarted))
      .map((client) => ({ client, fit: this.#fit(client, unit) }))
      .sort((a, b) => b.fit - a.fit || likelier(a.client, b.client));
    const [best, second] = fits;
    if (best === undefined || (candidates.length === 0 && best.fit === 0)) return undefined;
    return { client: best.client, isAmbiguous: best.fit === 0 || best.fit === second?.fit };
  }

  /** Whether a client has its answer and nothing more is expected of it. */
  #isThrough({ answer, name }: Client): boolean {
    return answer !== undefined && this.#profiles.get(name)?.isLate === false;
  }

  #fit(client: Client, unit: Unit): number {
    return fit(this.#profiles.get(client.name) ?? NO_PROFILE, client, unit);
  }
}

/** Of two that fit alike, one without an answer goes first, and then the one that has waited longer, as in a queue. */
function likelier(a: Client, b: Client): number {
  return Number(a.answer !== undefined) - Number(b.answer !== undefined) || a.freeSinceMs - b.freeSinceMs;
}
