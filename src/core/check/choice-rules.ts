import { alikeAmong } from './alike.ts';
import type { ChoiceRules } from './choices.ts';
import type { KeyTask, Shared } from './key-task.ts';
import type { Choice } from './settle.ts';
import type { OpenKey } from './worlds.ts';

/** Whether several attempts may have made one version: services that add one to what they read, and versions without an order. */
export function mayRecur({ scheme }: KeyTask): boolean {
  return scheme === 'client' || scheme === 'opaque';
}

/** What need not be tried on a key that has too many outcomes for all of them: outcomes that differ in names alone, or are no worlds. */
export class ShortCuts {
  readonly #task: KeyTask;
  readonly #alike: ReadonlyMap<number, number>;
  readonly #last: ReadonlyMap<number, number>;
  readonly #isCounting: boolean;

  constructor(shared: Shared, task: KeyTask, open: OpenKey) {
    this.#task = task;
    const groups = alikeAmong(shared, task, open);
    this.#alike = new Map(
      groups.flatMap((rows) => rows.slice(1).map((row, index) => [row, rows[index]!] as const)),
    );
    this.#last = new Map(groups.flatMap((rows) => rows.map((row) => [row, rows.at(-1)!] as const)));
    const { readVersion, writeVersion } = shared.history;
    // A write that names no version above its base may hide a gap below.
    const isMisnumbered = (row: number): boolean =>
      readVersion[shared.requests.maker[row]!]! >= writeVersion[row]!;
    this.#isCounting = task.scheme === 'sequential' && !task.writes.some(isMisnumbered);
  }

  /** How a part of what is open is settled beside the choice of the others. */
  rules(part: OpenKey, { admitsGaps, settled }: { admitsGaps: boolean; settled?: Choice }): ChoiceRules {
    const options = new Set(part.attempts.flatMap((attempt) => attempt.options));
    const isFull = this.#isCounting && !admitsGaps;
    return {
      ...{ mayRecur: mayRecur(this.#task), alike: this.#alike },
      ...(settled && { settled }),
      ...(isFull && { mustBeMade: new Set(part.gaps.filter((gap) => options.has(gap))) }),
    };
  }

  /** Of attempts that nothing tells from this one, the last that counts as applied: only if it is, all of them were; undefined if there are none. */
  lastAlike(row: number): number | undefined {
    return this.#last.get(row);
  }
}
