import { NONE, ROW_FLAG } from '../words/codes.ts';
import { inTime } from '../history/attempt-times.ts';
import { DEFINITIONS, levelOf, type FindingCode } from '../findings/finding.ts';
import type { FindingData } from '../findings/found.ts';
import type { FindingCollector } from './finding-collector.ts';
import type { KeyTask, Shared } from './key-task.ts';
import type { KeyUnits } from './key-units.ts';
import { lawfulChoices } from './lawful.ts';
import { ROLE } from '../worlds/requests.ts';
import { NOTHING, settle } from './settle.ts';
import type { Settled } from './settle.ts';
import { STEP } from '../worlds/walk.ts';
import { forEachChoice, openOn } from './worlds.ts';
import type { OpenKey } from './worlds.ts';

/** Worlds of one key that are looked at, and rows that are walked for them; what goes beyond is said to. */
const MOST_WORLDS = 20_000;
const MOST_STEPS = 1_000_000;
const FEWEST_WORLDS = 300;
/** More attempts of unknown outcome on one key than this are not tried at all. */
const MOST_OPEN = 500;
/** Worlds that are looked at once it is known that some are lawful and some are not. */
const MOST_DECIDED = 2000;

/** Rows that a finding of a key without a lawful world names. */
const MOST_NAMED = 8;

/** One finding in one world. */
interface InWorld {
  readonly code: FindingCode;
  readonly rows: readonly number[];
  readonly data: FindingData;
  readonly hangsOn: string;
}

/** A key whose worlds have been looked at. */
export interface CheckedKey {
  readonly task: KeyTask;
  /** A world that stands for all: a lawful one if there is one. */
  readonly settled: Settled;
  /** The units of every world that was looked at, and whether those are all. */
  readonly units: readonly KeyUnits[];
  readonly isWhole: boolean;
  readonly hasOutsiders: boolean;
  /** Attempts of unknown outcome that are writes in every world, although none of their request says what it read. */
  readonly openWithoutBase: number;
  /** Attempts of unknown outcome that decide whether something is wrong. */
  readonly deciding: readonly number[];
  /** What would settle each error that is only possible whatever the attempts came to. */
  readonly hangOn: readonly string[];
  /** Whether the worlds were too many to be looked at, and those that were do not decide. */
  readonly isBeyondBudget: boolean;
  /** Requests with attempts of unknown outcome on several keys of which some were applied here: in all worlds, or in some. */
  readonly wrote: ReadonlyMap<number, 'in all worlds' | 'in some'>;
}

/** Looks at the worlds of a key: what holds in all of them is found, what holds in some is possible. */
export function checkKey(shared: Shared, task: KeyTask, findings: FindingCollector): CheckedKey {
  const open = openOn(shared, task);
  if (open.attempts.length > 0 || open.makers.length > 0)
    return new WorldTally(shared, task, open, findings).check();
  const settled = settle(shared, task, NOTHING);
  const found = findIn(settled);
  for (const each of found) report(shared, findings, task, each);
  flagWrites(findings, settled);
  return {
    ...{ task, settled, units: [settled.units], isWhole: true, deciding: [], isBeyondBudget: false },
    hasOutsiders: settled.world.walk.untraced > 0,
    hangOn: whatErrorsHangOn(found),
    openWithoutBase: 0,
    wrote: new Map(),
  };
}

/** Attempts that a world has as writes, although no open attempt of their request says what it read. */
function openWithoutBase({ world: { cases, history } }: Settled): number {
  const applied = cases
    .filter(({ of }) => of.open.every((row) => history.readVersion[row] === NONE))
    .flatMap(({ of, writes }) => writes.filter((row) => of.open.includes(row)));
  return applied.length;
}

function findIn({ world }: Settled): InWorld[] {
  const found: InWorld[] = [];
  for (const { code, find } of DEFINITIONS)
    find?.(world, (rows, data = {}, hangsOn = '') => found.push({ code, rows, data, hangsOn }));
  return found;
}

function report(
  { history }: Shared,
  findings: FindingCollector,
  task: KeyTask,
  { code, rows, data, hangsOn }: InWorld,
): void {
  const position = rows[0] ?? task.rows[0] ?? 0;
  // A retry on another key stands there.
  const key = rows[0] === undefined ? task.key : history.inventoryKey[rows[0]]!;
  if (hangsOn === '') findings.add(code, key, rows, data, position);
  else findings.addPossible(code, key, rows, data, hangsOn);
}

/** Marks what the picture shows of the writes: which are in the chain, which are stale, which repeat one. */
function flagWrites(findings: FindingCollector, { world: { walk, cases, requests } }: Settled): void {
  for (let step = 0; step < walk.kind.length; step++) {
    const kind = walk.kind[step];
    if (kind === STEP.chain || kind === STEP.unchecked) findings.flag(walk.row[step]!, ROW_FLAG.inChain);
    if (kind === STEP.stale) findings.flag(walk.row[step]!, ROW_FLAG.staleWrite);
  }
  for (const { of, writes } of cases) {
    for (const row of writes.slice(1))
      if (requests.teller[row] !== NONE) findings.flag(row, ROW_FLAG.duplicate);
    // The first answer told what was written, and the others repeat it.
    if (of.transitions.length === 0 && writes.length > 0)
      for (const row of of.bare.slice(1)) if (!writes.includes(row)) findings.countReplay(row);
  }
}

/** Whether a finding is an error that nothing in its world can explain. */
function isError({ code, hangsOn }: InWorld): boolean {
  return hangsOn === '' && levelOf(code) === 'error';
}

/** Whether several attempts may have made one version: services that add one to what they read, and versions without an order. */
function mayRecur({ scheme }: KeyTask): boolean {
  return scheme === 'client' || scheme === 'opaque';
}

function whatErrorsHangOn(found: readonly InWorld[]): string[] {
  return found
    .filter(({ code, hangsOn }) => hangsOn !== '' && levelOf(code) === 'error')
    .map(({ hangsOn }) => hangsOn);
}

class WorldTally {
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
    const most = Math.max(FEWEST_WORLDS, Math.min(MOST_WORLDS, Math.floor(MOST_STEPS / cost)));
    const isSearched = lawfulChoices(this.#open, this.#task, this.#shared.history, most, (choice) => {
      const settled = settle(this.#shared, this.#task, choice);
      if (!this.#isWorld(settled) || findIn(settled).some(isError)) return true;
      this.#lawful = settled;
      return false;
    });
    let isWhole = this.#visitAll(most);
    if ((isWhole || isSearched) && this.#worlds === 0 && !this.#admitsGaps) {
      this.#admitsGaps = true;
      isWhole = this.#visitAll(most);
    }
    return this.#conclude(isWhole, isSearched);
  }

  #visitAll(most: number): boolean {
    let visited = 0;
    return forEachChoice(this.#open, mayRecur(this.#task), (choice) => {
      const settled = settle(this.#shared, this.#task, choice);
      if (this.#isWorld(settled)) this.#tally(settled);
      const isDecided = this.#hasUnlawful && this.#lawful !== undefined;
      return ++visited < (isDecided ? Math.min(most, MOST_DECIDED) : most);
    });
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
      const holds = isWhole ? worlds === this.#worlds : this.#holdsAnyway(found);
      (holds ? certain : possible).push(found);
    }
    const isDecided = this.#hasUnlawful && this.#lawful !== undefined;
    const isViolated = this.#lawful === undefined && (isWhole || isSearched);
    for (const found of certain) report(this.#shared, this.#findings, this.#task, found);
    if (isViolated && !certain.some(isError)) this.#reportNoLawfulWorld(possible);
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

  /** The alternatives, and as few rows as have no lawful world; in the order of time, which no order of the file changes. */
  #reportNoLawfulWorld(possible: readonly InWorld[]): void {
    const errors = possible.filter(isError);
    const named = new Set([...errors.flatMap(({ rows }) => rows), ...this.#decidingRows()]);
    const inOrder = [...named].sort((a, b) => inTime(this.#shared.history, a, b));
    const rows = this.#shared.fewest?.(this.#task, inOrder) ?? inOrder;
    const isNamed = ({ rows: of }: InWorld): boolean =>
      of.length > 0 && of.every((row) => rows.includes(row));
    const told = errors.some(isNamed) ? errors.filter(isNamed) : errors;
    const place = (error: InWorld): number => rows.indexOf(error.rows[0]!);
    this.#findings.addNoLawfulWorld(
      this.#task,
      rows.slice(0, MOST_NAMED),
      told.sort((a, b) => place(a) - place(b)),
    );
  }
}
