import type { WorldBooks } from '../findings/key-world.ts';
import { levelOf } from '../findings/finding.ts';
import { NONE } from '../words/codes.ts';
import { ROLE } from '../worlds/requests.ts';
import type { CheckedKey } from './checked-key.ts';
import type { FindingCollector } from './finding-collector.ts';
import {
  findIn,
  flagWrites,
  isError,
  openWithoutBase,
  report,
  whatErrorsHangOn,
  type InWorld,
} from './found-in-world.ts';
import { reportNoLawfulWorld } from './no-lawful-world.ts';
import type { KeyTask, Shared } from './key-task.ts';
import type { KeyUnits } from './key-units.ts';
import { lawfulChoices } from './lawful.ts';
import { NOTHING, settle, type Choice, type Settled } from './settle.ts';
import { bestChoice } from './best-choice.ts';
import { mayRecur, ShortCuts } from './choice-rules.ts';
import { forEachChoice, type ChoiceRules } from './choices.ts';
import { apartFrom, componentsOf } from './components.ts';
import type { OpenKey } from './worlds.ts';

/** Worlds of one key that are looked at, and rows that are walked for them; what goes beyond is said to. */
const MOST_WORLDS = 20_000;
const MOST_STEPS = 1_000_000;
const FEWEST_WORLDS = 300;
/** More attempts of unknown outcome on one key than this are not tried at all. */
const MOST_OPEN = 500;
/** Worlds that are looked at once it is known that some are lawful and some are not. */
const MOST_DECIDED = 2000;

/** Units that are known to have been taken. */
function takenIn({ confirmed, unconfirmed, outside }: WorldBooks): number {
  return confirmed + unconfirmed + outside;
}

/** Looks at the worlds of a key of which something is open: what holds in all of them is found, what holds in some is possible. */
export class WorldTally {
  readonly #shared: Shared;
  readonly #task: KeyTask;
  readonly #open: OpenKey;
  readonly #findings: FindingCollector;
  readonly #seen = new Map<string, { readonly found: InWorld; worlds: number }>();
  readonly #units: KeyUnits[] = [];
  /** Rows that stand for a transition which several attempts can have made. */
  readonly #unsettled: ReadonlySet<number>;
  /** In how many worlds each request that is open on several keys was applied on this one. */
  readonly #wrote = new Map<number, number>();
  #worlds = 0;
  #lawful: Settled | undefined;
  #first: Settled | undefined;
  #hasUnlawful = false;
  #hasOutsiders = false;
  #openWithoutBase = Infinity;
  /** Whether worlds in which nothing in the trace made a version count, on a key without writers outside the trace. */
  #admitsGaps: boolean;
  /** Undefined where every choice is looked at by itself. */
  #shortCuts: ShortCuts | undefined;
  /** Worlds of parts that are still looked at. */
  #left = 0;

  constructor(shared: Shared, task: KeyTask, open: OpenKey, findings: FindingCollector) {
    this.#shared = shared;
    this.#task = task;
    this.#open = open;
    this.#findings = findings;
    this.#unsettled = new Set(open.makers.map(([row]) => row));
    this.#admitsGaps = !task.isClosed || shared.missing !== '';
  }

  check(): CheckedKey {
    const { writes, rows } = this.#task;
    if (this.#open.attempts.length + this.#open.makers.length > MOST_OPEN) {
      this.#tally(settle(this.#shared, this.#task, NOTHING));
      return this.#conclude(false, false);
    }
    const cost = rows.length + writes.length + 1;
    const most =
      this.#shared.maxWorlds ?? Math.max(FEWEST_WORLDS, Math.min(MOST_WORLDS, Math.floor(MOST_STEPS / cost)));
    this.#left = 2 * most;
    const isFew = this.#isFew(most);
    if (!isFew) this.#shortCuts = new ShortCuts(this.#shared, this.#task, this.#open);
    const parts = isFew ? [this.#open] : componentsOf(this.#shared, this.#task, this.#open);
    const look = (): boolean => (parts.length > 1 ? this.#visitParts(parts, most) : this.#visitAll(most));
    let isSearched = parts.length > 1 || this.#findLawful(most);
    let isWhole = look();
    if ((isWhole || isSearched) && this.#worlds === 0 && !this.#admitsGaps) {
      this.#admitsGaps = true;
      isWhole = look();
    }
    if (parts.length > 1) isSearched = isWhole;
    return this.#conclude(isWhole, isSearched);
  }

  /** Whether all choices, also those that are no worlds, can be looked at one by one. */
  #isFew(most: number): boolean {
    let choices = 0;
    return forEachChoice(this.#open, { mayRecur: mayRecur(this.#task) }, () => ++choices <= most);
  }

  #findLawful(most: number): boolean {
    return lawfulChoices(this.#open, this.#task, this.#shared.history, most, (choice) => {
      const settled = settle(this.#shared, this.#task, choice);
      if (!this.#isWorld(settled) || findIn(settled).some(isError)) return true;
      this.#lawful = settled;
      return false;
    });
  }

  #visitAll(most: number): boolean {
    let visited = 0;
    return forEachChoice(this.#open, this.#rules(this.#open), (choice) => {
      const settled = settle(this.#shared, this.#task, choice);
      if (this.#isWorld(settled)) this.#tally(settled);
      const isDecided = this.#hasUnlawful && this.#lawful !== undefined;
      return ++visited < (isDecided ? Math.min(most, MOST_DECIDED) : most);
    });
  }

  /**
   * Looks at the worlds of each part beside one choice of the others, the one with the fewest errors. What holds in all of these
   * holds in all worlds, as the parts change nothing of each other; if that is not so, false.
   */
  #visitParts(parts: readonly OpenKey[], most: number): boolean {
    const best = bestChoice(parts, {
      ...{ shared: this.#shared, task: this.#task, admitsGaps: this.#admitsGaps, most },
      rules: (part, settled) => this.#rules(part, settled),
      goesOn: () => --this.#left > 0,
    });
    let { isWhole } = best;
    const sums = parts.map((part) => {
      const unitsBefore = this.#units.length;
      const isAll = forEachChoice(part, this.#rules(part, best.choice), (choice) => {
        const settled = settle(this.#shared, this.#task, choice);
        if (this.#isWorld(settled)) this.#tally(settled);
        return --this.#left > 0;
      });
      isWhole &&= isAll;
      return new Set(this.#units.slice(unitsBefore).map(({ books }) => takenIn(books)));
    });
    // Sums of several parts may balance the books together although none does alone.
    return isWhole && sums.filter(({ size }) => size > 1).length < 2;
  }

  #rules(part: OpenKey, choice?: Choice): ChoiceRules {
    const settled = choice && apartFrom(part, choice);
    return (
      this.#shortCuts?.rules(part, { admitsGaps: this.#admitsGaps, ...(settled && { settled }) }) ?? {
        mayRecur: mayRecur(this.#task),
      }
    );
  }

  #isWorld({ world }: Settled): boolean {
    return this.#admitsGaps || world.walk.untraced === 0;
  }

  #tally(settled: Settled): void {
    this.#worlds++;
    this.#first ??= settled;
    this.#units.push(settled.units);
    this.#hasOutsiders ||= settled.world.walk.untraced > 0;
    this.#openWithoutBase = Math.min(this.#openWithoutBase, openWithoutBase(settled));
    this.#countOpenDetours(settled);
    let isLawful = true;
    const inThis = new Map<string, number>();
    for (const found of findIn(settled)) {
      const name = `${found.code} ${found.rows[0] ?? ''} ${found.hangsOn}`;
      // A world may have two of one name, which are not one that holds in two worlds.
      const nth = inThis.get(name) ?? 0;
      inThis.set(name, nth + 1);
      const id = `${name} ${nth}`;
      const known = this.#seen.get(id);
      if (known === undefined) this.#seen.set(id, { found, worlds: 1 });
      else known.worlds++;
      if (isError(found)) isLawful = false;
    }
    if (isLawful) this.#lawful ??= settled;
    else this.#hasUnlawful = true;
  }

  #countOpenDetours({ world: { cases } }: Settled): void {
    const { open } = this.#shared.requests.detours;
    if (open.size === 0) return;
    for (const { of, writes } of cases)
      if (writes.length > 0 && open.has(of.request))
        this.#wrote.set(of.request, (this.#wrote.get(of.request) ?? 0) + 1);
  }

  /** Where not all worlds were looked at, nothing is known to hold in all of them. */
  #wroteIn(isWhole: boolean): CheckedKey['wrote'] {
    const inAll = isWhole ? this.#worlds : Infinity;
    return new Map(
      Array.from(this.#wrote, ([request, worlds]) => [
        request,
        worlds === inAll ? 'in all worlds' : 'in some',
      ]),
    );
  }

  #conclude(isWhole: boolean, isSearched: boolean): CheckedKey {
    const settled = this.#lawful ?? this.#first ?? settle(this.#shared, this.#task, NOTHING);
    const [certain, possible]: [InWorld[], InWorld[]] = [[], []];
    for (const { found, worlds } of this.#seen.values()) {
      const holds = isWhole ? this.#holdsInAll(found, worlds) : this.#holdsAnyway(found);
      (holds ? certain : possible).push(found);
    }
    const isDecided = this.#hasUnlawful && this.#lawful !== undefined;
    const isViolated = this.#lawful === undefined && (isWhole || isSearched);
    for (const found of certain) report(this.#shared, this.#findings, this.#task, found);
    if (isViolated && !certain.some(isError))
      reportNoLawfulWorld(this.#shared, this.#findings, this.#task, {
        possible,
        deciding: this.#decidingRows(),
      });
    else
      for (const found of possible)
        if (levelOf(found.code) === 'error')
          report(this.#shared, this.#findings, this.#task, {
            ...found,
            hangsOn: found.hangsOn || this.#hangsOn(),
          });
    flagWrites(this.#findings, settled);
    return {
      ...{ task: this.#task, settled, isWhole },
      units: this.#units.length > 0 ? this.#units : [settled.units],
      hasOutsiders: this.#hasOutsiders || settled.world.walk.untraced > 0,
      hangOn: whatErrorsHangOn([...certain, ...possible]),
      openWithoutBase: this.#worlds > 0 ? this.#openWithoutBase : 0,
      deciding: isDecided ? this.#decidingRows() : [],
      isBeyondBudget: !isViolated && !isWhole && !isDecided,
      wrote: this.#wroteIn(isWhole),
    };
  }

  /** Of attempts that nothing tells apart the last was applied only where all were. */
  #holdsInAll({ code, rows }: InWorld, worlds: number): boolean {
    const last = this.#shortCuts?.lastAlike(rows[0] ?? NONE);
    if (last === undefined || last === rows[0]) return worlds === this.#worlds;
    const ofLast = [...this.#seen.values()].find(
      ({ found }) => found.code === code && found.rows[0] === last,
    );
    return worlds === this.#worlds && ofLast?.worlds === this.#worlds;
  }

  /** Whether rows that leave nothing open prove a finding, whatever the others came to. */
  #holdsAnyway({ code, rows, hangsOn }: InWorld): boolean {
    const { role } = this.#shared.requests;
    const isSettled = rows.every((row) => role[row] !== ROLE.open && !this.#unsettled.has(row));
    if (hangsOn !== '') return false;
    // Several versions that a request was told stay several, whichever of its attempts made them.
    if (code === 'duplicate-confirmation') return true;
    return isSettled && code === 'stale-version-write' && rows.length > 1;
  }

  #decidingRows(): readonly number[] {
    const { attempts, makers } = this.#open;
    return [...new Set([...attempts.map(({ row }) => row), ...makers.map(([row]) => row)])];
  }

  #hangsOn(): string {
    const [row, ...more] = this.#decidingRows();
    const { history } = this.#shared;
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    return row === undefined ? '' : `what the attempt on line ${history.line[row]!}${others} came to`;
  }
}
