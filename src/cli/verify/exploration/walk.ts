import type {
  CertifiedFootprint,
  CertifiedNode,
  CertifiedPlace,
  ExplorationCertificate,
} from '../../../ingest/run-files/exploration-certificate.ts';
import { mayBeExchanged } from './independence.ts';

/** Why a tree is not what it has to be, and where. */
export class TreeError extends Error {
  override readonly name = 'TreeError';
}

/** What is below a node, on the way that led to it. */
interface Below {
  /** Of each outcome, how many schedules end in it. */
  readonly ends: readonly number[];
  readonly cut: number;
}

/** A choice that was explored elsewhere, and what its step touches. */
interface Skipped {
  readonly client: number;
  readonly footprint: NonNullable<CertifiedFootprint>;
}

/** How a node was reached, as far as it matters to what must be below it. */
interface Way {
  readonly skipped: readonly Skipped[];
  readonly last: number;
  readonly preemptions: number;
}

/** More different ways than this are no tree that an exploration could have made. */
const MOST_WAYS = 2_000_000;
const MOST_STEPS = 1000;

/**
 * Goes through every schedule of a certificate's tree and sees that each choice that could be made was made, or comes to the
 * same as one that was. @throws TreeError at the first that was not
 */
export class TreeWalk {
  readonly #certificate: ExplorationCertificate;
  readonly #known = new Map<string, Below>();
  #depth = 0;

  constructor(certificate: ExplorationCertificate) {
    this.#certificate = certificate;
  }

  /** What the whole tree holds. */
  all(): Below {
    const { root } = this.#certificate;
    if (root === null) return { ends: this.#noEnds(), cut: 0 };
    return this.#below(root, { skipped: [], last: -1, preemptions: 0 });
  }

  #noEnds(): number[] {
    return this.#certificate.outcomes.map(() => 0);
  }

  #below(id: number, way: Way): Below {
    const key = JSON.stringify([
      id,
      this.#certificate.preemptions === null ? null : [way.last, way.preemptions],
      way.skipped,
    ]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_WAYS) throw new TreeError('the tree is too large to be gone through');
    if (this.#depth >= MOST_STEPS)
      throw new TreeError('a schedule of the tree has more steps than a run can have');
    this.#depth++;
    const below = this.#goThrough(id, way);
    this.#depth--;
    this.#known.set(key, below);
    return below;
  }

  #goThrough(id: number, way: Way): Below {
    const node = this.#node(id);
    const places = this.#placesOf(id, node);
    const ready = places.flatMap(({ at }, client) => (at === 'ready' ? [client] : []));
    if (node.outcome !== null) return this.#end(id, node, ready, node.outcome);
    const open = ready.filter(
      (client) => !way.skipped.some((each) => each.client === client) && this.#isWithin(way, places, client),
    );
    const made = node.next.filter((_, index) => index % 2 === 0);
    const missing = open.find((client) => !made.includes(client));
    if (missing !== undefined && this.#certificate.incomplete === null)
      throw new TreeError(`node ${id}: ${this.#name(missing)} could go on and no schedule lets it`);
    const wrong = made.find((client, index) => !open.includes(client) || made.indexOf(client) !== index);
    if (wrong !== undefined)
      throw new TreeError(
        `node ${id}: a schedule lets ${this.#name(wrong)} go on, which cannot be or was done already`,
      );
    if (ready.length === 0 && this.#certificate.incomplete === null)
      throw new TreeError(`node ${id}: no client can go on, and no outcome is said`);
    const ends = this.#noEnds();
    let cut = Number(ready.length > 0 && open.length === 0);
    const elder: Skipped[] = [];
    for (let index = 0; index < node.next.length; index += 2) {
      const [client, child] = [node.next[index]!, node.next[index + 1]!];
      const below = this.#step(id, places, client, child, way, elder);
      for (const [outcome, count] of below.ends.entries()) ends[outcome]! += count;
      cut += below.cut;
    }
    return { ends, cut };
  }

  #end(id: number, node: CertifiedNode, ready: readonly number[], outcome: number): Below {
    if (ready.length > 0 || node.next.length > 0)
      throw new TreeError(`node ${id}: an outcome is said although ${this.#name(ready[0] ?? 0)} can go on`);
    const ends = this.#noEnds();
    if (ends[outcome] === undefined) throw new TreeError(`node ${id}: there is no outcome ${outcome}`);
    ends[outcome] = 1;
    this.#requireCodes(id, node, outcome);
    return { ends, cut: 0 };
  }

  /** Who is over was answered what the outcome says. */
  #requireCodes(id: number, node: CertifiedNode, outcome: number): void {
    const { codes } = this.#certificate.outcomes[outcome]!;
    for (const [client, place] of this.#placesOf(id, node).entries())
      if (place.at === 'over' && place.code !== codes[client])
        throw new TreeError(
          `node ${id}: ${this.#name(client)} was answered another thing than its outcome says`,
        );
  }

  /** A step, and what is below it; it is then among the elder ones of its siblings. */
  #step(
    id: number,
    places: readonly CertifiedPlace[],
    client: number,
    child: number,
    way: Way,
    elder: Skipped[],
  ): Below {
    if (child >= id) throw new TreeError(`node ${id} comes before node ${child}, to which it leads`);
    const after = this.#placesOf(child, this.#node(child));
    const footprint = this.#touched(id, places, after, client);
    const stays = (each: Skipped) => each.client !== client && mayBeExchanged(each.footprint, footprint);
    const isReduced = this.#certificate.reduction !== 'none';
    const skipped = isReduced ? [...way.skipped, ...elder].filter(stays) : [];
    if (footprint !== null) elder.push({ client, footprint });
    const preemptions = way.preemptions + Number(isPreemption(places, way.last, client));
    return this.#below(child, { skipped, last: client, preemptions });
  }

  /** What a step touched: what it is said to, or anything if it waited or let another client go on. */
  #touched(
    id: number,
    before: readonly CertifiedPlace[],
    after: readonly CertifiedPlace[],
    client: number,
  ): CertifiedFootprint {
    let isAlone = true;
    for (const [other, place] of before.entries()) {
      if (other === client || same(place, after[other]!)) continue;
      isAlone = false;
      if (place.at === 'ready' || place.at === 'over')
        throw new TreeError(
          `node ${id}: a step of ${this.#name(client)} moves ${this.#name(other)}, which was held`,
        );
    }
    const [from, to] = [before[client]!, after[client]!];
    const hasWaited = to.at === 'blocked' || to.at === 'parked';
    if (this.#certificate.reduction !== 'none' && after.some(({ at }) => at === 'parked'))
      throw new TreeError(
        `node ${id}: a client waits for what no footprint tells of, so none may be left out`,
      );
    return from.at === 'ready' && isAlone && !hasWaited ? from.footprint : null;
  }

  #isWithin(way: Way, places: readonly CertifiedPlace[], client: number): boolean {
    const { preemptions } = this.#certificate;
    if (preemptions === null) return true;
    return way.preemptions + Number(isPreemption(places, way.last, client)) <= preemptions;
  }

  #node(id: number): CertifiedNode {
    const node = this.#certificate.nodes[id];
    if (node === undefined) throw new TreeError(`there is no node ${id}`);
    return node;
  }

  #placesOf(id: number, { at, next }: CertifiedNode): readonly CertifiedPlace[] {
    const { clients, places } = this.#certificate;
    if (at.length !== clients.length || next.length % 2 !== 0)
      throw new TreeError(`node ${id} has ${at.length} places for ${clients.length} clients`);
    return at.map((each, client) => {
      const place = places[each];
      if (place?.client !== client) throw new TreeError(`node ${id}: ${this.#name(client)} stands nowhere`);
      return place;
    });
  }

  #name(client: number): string {
    return this.#certificate.clients[client] ?? `client ${client}`;
  }
}

function isPreemption(places: readonly CertifiedPlace[], last: number, client: number): boolean {
  return last !== client && places[last]?.at === 'ready';
}

function same(a: CertifiedPlace, b: CertifiedPlace): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
