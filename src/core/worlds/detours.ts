import type { History } from '../history/history.ts';
import { RESULT } from '../words/codes.ts';
import { ROLE, type Detour, type Detours, type Elsewhere, type OpenDetour } from './requests.ts';

/** One key of a request. */
interface Side {
  /** The least retry count on the key. */
  readonly tried: number;
  readonly confirmed: number | undefined;
  readonly applied: number | undefined;
  /** Timed-out attempts that may have been applied. */
  readonly open: readonly number[];
}

/** Requests that were made again on another key than before, as far as their rows are sorted out. */
export class DetourFinder implements Detours {
  readonly settled: Detour[] = [];
  readonly ifApplied = new Map<number, Elsewhere>();
  readonly open = new Map<number, OpenDetour[]>();
  readonly #history: History;
  readonly #role: Uint8Array;

  constructor(history: History, role: Uint8Array) {
    this.#history = history;
    this.#role = role;
  }

  /**
   * Adds a request whose rows all have a retry count, by key. Lines of one attempt have one retry count; a later attempt on a
   * key that no earlier one named is a detour.
   */
  add(request: number, keys: readonly (readonly number[])[]): void {
    const sides = keys.map((rows) => this.#side(rows)).sort((a, b) => a.tried - b.tried);
    for (const later of sides) {
      const before = sides.filter(({ tried }) => tried < later.tried);
      if (before.length > 0) this.#addSide(request, later, before);
    }
  }

  #side(rows: readonly number[]): Side {
    const { retryCount, result } = this.#history;
    return {
      tried: rows.reduce((least, row) => Math.min(least, retryCount[row]!), Infinity),
      confirmed: rows.find((row) => result[row] === RESULT.success),
      applied: rows.find((row) => this.#role[row] === ROLE.transition),
      open: rows.filter((row) => this.#role[row] === ROLE.open && result[row] === RESULT.timeout),
    };
  }

  #addSide(request: number, { confirmed, applied, open }: Side, before: readonly Side[]): void {
    const confirmedBefore = before.find((side) => side.confirmed !== undefined)?.confirmed;
    const earlier = confirmedBefore ?? before.find((side) => side.applied !== undefined)?.applied;
    const later = confirmed ?? applied;
    const [isConfirmed, wasConfirmed] = [confirmed !== undefined, confirmedBefore !== undefined];
    const openBefore = before.map((side) => side.open);
    if (later !== undefined && earlier !== undefined)
      this.settled.push({ later, earlier, confirmations: Number(isConfirmed) + Number(wasConfirmed) });
    else if (later !== undefined)
      for (const row of openBefore.flat())
        this.ifApplied.set(row, { row: later, isConfirmed, isLater: true });
    else if (earlier !== undefined)
      for (const row of open)
        this.ifApplied.set(row, { row: earlier, isConfirmed: wasConfirmed, isLater: false });
    else
      for (const [first] of openBefore)
        if (first !== undefined && open[0] !== undefined)
          this.#openOf(request).push({ later: open[0], earlier: first });
  }

  #openOf(request: number): OpenDetour[] {
    const known = this.open.get(request) ?? [];
    this.open.set(request, known);
    return known;
  }
}
