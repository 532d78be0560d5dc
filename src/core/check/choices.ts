import { NONE } from '../words/codes.ts';
import type { Choice } from './settle.ts';
import type { OpenAttempt, OpenKey } from './worlds.ts';

/** Which choices are made. */
export interface ChoiceRules {
  /** Whether two attempts may have made one version. */
  readonly mayRecur: boolean;
  /** By attempt, the one before it that nothing tells from it: of such attempts the first are those that were applied. */
  readonly alike?: ReadonlyMap<number, number>;
  /** Versions that some attempt has made, since nothing else can have. */
  readonly mustBeMade?: ReadonlySet<number>;
  /** What is settled already. */
  readonly settled?: Choice;
}

/** Calls `visit` with every way in which what is open may be settled, until it returns false or all are visited. True if all were. */
export function forEachChoice(
  open: OpenKey,
  rules: ChoiceRules,
  visit: (choice: Choice) => boolean,
): boolean {
  return new Choices(open, rules, visit).settleAttempts(0);
}

class Choices {
  readonly #open: OpenKey;
  readonly #rules: ChoiceRules;
  readonly #visit: (choice: Choice) => boolean;
  readonly #applied: Map<number, number>;
  /** How many attempts have made each version. */
  readonly #taken = new Map<number, number>();
  readonly #written: { readonly request: number; readonly repeats: boolean }[] = [];
  #unmade: number;

  constructor(open: OpenKey, rules: ChoiceRules, visit: (choice: Choice) => boolean) {
    this.#open = open;
    this.#rules = rules;
    this.#visit = visit;
    this.#applied = new Map(rules.settled?.applied);
    this.#unmade = rules.mustBeMade?.size ?? 0;
  }

  settleAttempts(index: number): boolean {
    const { attempts } = this.#open;
    if (this.#unmade > attempts.length - index) return true;
    if (index === attempts.length)
      return forEachMaker(this.#open, this.#applied, this.#visit, this.#rules.settled?.makers);
    const { mustBeMade } = this.#rules;
    const { options } = attempts[index]!;
    // Where versions are to be filled, those worlds come first that fill them.
    const ordered = mustBeMade === undefined ? options : [...options.filter((made) => made !== NONE), NONE];
    return ordered.every((made) => this.#settle(index, made));
  }

  #settle(index: number, made: number): boolean {
    const attempt = this.#open.attempts[index]!;
    if (made === NONE) return this.settleAttempts(index + 1);
    if (!this.#mayMake(attempt, made)) return true;
    const { row, request, isBare: repeats } = attempt;
    const times = this.#taken.get(made) ?? 0;
    const fills = Number(times === 0 && this.#rules.mustBeMade?.has(made) === true);
    this.#written.push({ request, repeats });
    this.#applied.set(row, made);
    this.#taken.set(made, times + 1);
    this.#unmade -= fills;
    const goesOn = this.settleAttempts(index + 1);
    this.#unmade += fills;
    this.#taken.set(made, times);
    this.#applied.delete(row);
    this.#written.pop();
    return goesOn;
  }

  #mayMake({ row, request, isBare: repeats }: OpenAttempt, made: number): boolean {
    const { mayRecur, alike } = this.#rules;
    if ((this.#taken.get(made) ?? 0) > 0 && !mayRecur) return false;
    if (this.#written.some((each) => each.request === request && (repeats || each.repeats))) return false;
    const before = alike?.get(row);
    return before === undefined || (this.#applied.get(before) ?? Infinity) <= made;
  }
}

/** Calls `visit` with every attempt that may have made each transition, given the attempts that were applied otherwise. */
export function forEachMaker(
  open: OpenKey,
  applied: ReadonlyMap<number, number>,
  visit: (choice: Choice) => boolean,
  settled?: ReadonlyMap<number, number>,
): boolean {
  const makers = new Map(settled);
  const settle = (index: number): boolean => {
    if (index === open.makers.length) return visit({ applied: new Map(applied), makers: new Map(makers) });
    const [row, candidates] = open.makers[index]!;
    for (const maker of candidates) {
      if (applied.has(maker)) continue;
      makers.set(row, maker);
      if (!settle(index + 1)) return false;
    }
    makers.delete(row);
    return true;
  };
  return settle(0);
}
