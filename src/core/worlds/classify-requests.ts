import { endOf, firstOf } from '../history/attempt-times.ts';
import { compareBy, groupRows } from '../history/group.ts';
import type { History } from '../history/history.ts';
import { NONE, RESULT } from '../words/codes.ts';
import { DetourFinder } from './detours.ts';
import { repeatedAmong } from './repeated-rows.ts';
import { ROLE, type RequestCase, type Requests } from './requests.ts';
import { opaqueKeys } from './opaque-keys.ts';
import type { Units } from './units.ts';
import type { VersionScheme } from '../words/terms.ts';

/** Sorts out the rows; `scheme` is the manifest's. Linear in them, apart from requests with very many. */
export function classifyRequests(history: History, units: Units, scheme?: VersionScheme): Requests {
  return new RequestClassifier(history, units, opaqueKeys(history, scheme)).classify();
}

/**
 * Whether row `a` is known, by retry count or by the clock, to be a later attempt of its request than `b`. Where the two
 * disagree nothing is known: another delivery of the request counts from the beginning.
 */
function isLater(history: History, a: number, b: number): boolean {
  const [first, second] = [history.retryCount[b]!, history.retryCount[a]!];
  if (first !== NONE && second !== NONE && first !== second)
    return second > first && !(firstOf(history, b) > endOf(history, a));
  return firstOf(history, a) > endOf(history, b);
}

/** A request with more rows on a key than this is not looked at pair by pair. */
const MOST_ROWS = 256;

class RequestClassifier implements Requests {
  readonly role: Uint8Array;
  readonly maker: Int32Array;
  readonly teller: Int32Array;
  readonly makers = new Map<number, (readonly [number, readonly number[]])[]>();
  readonly cases = new Map<number, RequestCase[]>();
  readonly detours: DetourFinder;
  readonly unordered: number[] = [];
  readonly contradicted: number[] = [];
  readonly withoutSequel: number[] = [];
  readonly contradictory = new Map<number, (readonly [number, number])[]>();
  readonly #history: History;
  readonly #units: Units;
  readonly #isOpaque: (key: number) => boolean;
  /** Of a transition that several rows can have made, when the last of them began, as far as they say. */
  readonly #begun = new Map<number, number>();
  /** Attempts that name no version and may have made one of those which others name, or one that no row names. */
  readonly #contested = new Set<number>();
  /** When each attempt was answered. */
  readonly #ends: Float64Array;

  constructor(history: History, units: Units, isOpaque: (key: number) => boolean) {
    this.#history = history;
    this.#units = units;
    this.#isOpaque = isOpaque;
    this.#ends = new Float64Array(history.size);
    for (let row = 0; row < history.size; row++) this.#ends[row] = endOf(history, row);
    this.role = new Uint8Array(history.size);
    this.detours = new DetourFinder(history, this.role);
    this.maker = new Int32Array(history.size).fill(NONE);
    this.teller = new Int32Array(history.size).fill(NONE);
  }

  classify(): Requests {
    const { requestId, strings } = this.#history;
    const { from, rows } = groupRows(requestId, strings.length);
    for (let request = 0; request < strings.length; request++) {
      const first = from[request]!;
      const end = from[request + 1]!;
      if (end === first + 1) this.#single(rows[first]!);
      else if (end > first) this.#several(rows.subarray(first, end));
    }
    return this;
  }

  /** The only row of its request: nearly every row of a trace. */
  #single(row: number): void {
    const { result, writeVersion, readVersion } = this.#history;
    const code = result[row]!;
    const made = writeVersion[row]!;
    if (code === RESULT.retry) this.withoutSequel.push(row);
    const isOrdinary = code === RESULT.success && made !== NONE && made !== readVersion[row];
    const isRefused = code !== RESULT.success && code !== RESULT.timeout && made === NONE;
    if (isOrdinary) this.#stands(row, row, row);
    else if (!isRefused) this.#onKey([row]);
  }

  #several(all: Uint32Array): void {
    const { inventoryKey, result, retryCount } = this.#history;
    const repeated = new Set(all.length > MOST_ROWS ? [] : repeatedAmong(this.#history, all));
    for (const row of repeated) this.role[row] = ROLE.repeated;
    const rows = [...all].filter((row) => !repeated.has(row));
    const byKey = new Map<number, number[]>();
    for (const row of rows) listIn(byKey, inventoryKey[row]!).push(row);
    for (const ofKey of byKey.values()) this.#onKey(ofKey);
    const last = rows.reduce((most, row) => Math.max(most, retryCount[row]!), NONE);
    for (const row of rows)
      if (result[row] === RESULT.retry && this.#hasNoSequel(row, rows, last)) this.withoutSequel.push(row);
    if (byKey.size > 1) this.#onKeys(byKey);
  }

  #hasNoSequel(row: number, rows: readonly number[], last: number): boolean {
    const { retryCount } = this.#history;
    return rows.length === 1 || (retryCount[row] !== NONE && retryCount[row] === last);
  }

  /** The rows of a request on one key. */
  #onKey(inFile: readonly number[]): void {
    const rows = inFile.length === 1 ? inFile : inFile.toSorted((a, b) => this.#order(a, b));
    const { result, writeVersion } = this.#history;
    const versions = new Map<number, number[]>();
    const [open, bare, refused]: [number[], number[], number[]] = [[], [], []];
    for (const row of rows) {
      const [code, made] = [result[row]!, writeVersion[row]!];
      const isRefused = code !== RESULT.success && code !== RESULT.timeout;
      if (isRefused) refused.push(row);
      if (made !== NONE) {
        if (isRefused) this.contradicted.push(row);
        listIn(versions, made).push(row);
      } else if (code === RESULT.timeout) open.push(row);
      else if (code === RESULT.success) bare.push(row);
    }
    const candidates = [...open, ...bare].slice(0, MOST_ROWS);
    const transitions = [...versions].flatMap(([made, namers]) => this.#transition(made, namers, candidates));
    const made = new Set(transitions.map((row) => this.maker[row]!));
    const spare = open.filter((row) => !made.has(row) || this.#contested.has(row));
    for (const row of spare) this.role[row] = ROLE.open;
    const isWritten = transitions.length > 0;
    // What made no new version repeats the request's own write, if there is one.
    if (isWritten) for (const row of rows) if (this.role[row] === ROLE.unmoved) this.role[row] = ROLE.replay;
    for (const row of bare)
      if (this.role[row] !== ROLE.wrote) this.role[row] = isWritten ? ROLE.replay : ROLE.open;
    this.#answer(transitions, bare);
    this.#case(rows, { transitions, bare, refused, open: isWritten ? spare : [...spare, ...bare] });
  }

  /** Where only timed-out attempts name what was written, a success without a version is the answer to the first of it. */
  #answer(transitions: readonly number[], bare: readonly number[]): void {
    if (transitions.length === 0 || transitions.some((row) => this.teller[row] !== NONE)) return;
    const { writeVersion } = this.#history;
    const first = transitions.reduce((least, row) =>
      writeVersion[row]! < writeVersion[least]! ? row : least,
    );
    const answer = bare.find((row) => !this.#isBefore(row, transitions));
    if (answer !== undefined) this.teller[first] = answer;
  }

  #case(
    rows: readonly number[],
    of: { transitions: number[]; bare: number[]; refused: number[]; open: number[] },
  ): void {
    const { inventoryKey, requestId, result } = this.#history;
    const { transitions, bare, refused, open } = of;
    bare.sort((a, b) => this.#order(a, b));
    const told = rows.find((row) => result[row] === RESULT.success);
    const final = refused.filter((row) => result[row] !== RESULT.retry);
    const isSmall = rows.length <= MOST_ROWS;
    const word = (isSmall ? final : []).find((row) =>
      rows.every((other) => other === row || isLater(this.#history, row, other)),
    );
    if (told !== undefined) {
      const after = final.find((row) => isLater(this.#history, row, told));
      if (after !== undefined) listIn(this.contradictory, inventoryKey[after]!).push([after, told]);
    }
    const refusal =
      told === undefined ? (word ?? (isSmall && this.#isLastUnknown(final, rows) ? final[0]! : NONE)) : NONE;
    const isEarly = bare.some((row) => this.#isBefore(row, transitions));
    if (transitions.length < 2 && open.length === 0 && !isEarly && refusal === NONE) return;
    if (transitions.length === 0 && open.length === 0) return;
    const key = inventoryKey[rows[0]!]!;
    const request = requestId[rows[0]!]!;
    listIn(this.cases, key).push({
      request,
      key,
      transitions,
      bare,
      open,
      refusal,
      isLast: word !== undefined,
    });
  }

  /** Whether a refusal may have been the last word, although nothing orders the answers. */
  #isLastUnknown(final: readonly number[], rows: readonly number[]): boolean {
    return final.some((row) => rows.every((other) => other === row || !isLater(this.#history, other, row)));
  }

  /** Whether a success may have been told before any of the writes began. */
  #isBefore(row: number, transitions: readonly number[]): boolean {
    return transitions.every((each) => (this.#begun.get(each) ?? NaN) > this.#ends[row]!);
  }

  /** One transition: which row stands for it, and who may have made it. */
  #transition(made: number, all: readonly number[], bare: readonly number[]): number[] {
    const { result, readVersion, inventoryKey } = this.#history;
    const isOpaque = this.#isOpaque(inventoryKey[all[0]!]!);
    for (const row of all) this.role[row] = ROLE.replay;
    // More rows than these of one version are no answers that are looked through pair by pair.
    const namers = all.slice(0, MOST_ROWS);
    const told = namers.filter((row) => result[row] === RESULT.success);
    // Where only equality counts, the cells have no order.
    const below = (row: number): boolean =>
      isOpaque ? readVersion[row] !== made : !(readVersion[row]! >= made);
    const isFirst = (row: number): boolean =>
      namers.every((namer) => namer === row || !isLater(this.#history, row, namer));
    const candidates = [...namers, ...bare].filter(below);
    const first = candidates.filter(isFirst);
    // Retry counts of several deliveries of a request say little: where they leave no namer only the clock counts.
    const hasBegun = (row: number): boolean =>
      namers.every((namer) => namer === row || !(firstOf(this.#history, row) > this.#ends[namer]!));
    const could = first.some((row) => namers.includes(row)) ? first : candidates.filter(hasBegun);
    if (could.length === 0) return this.#withoutMaker(made, namers, told);
    const fitting = could.filter((row) => this.#units.fits(row, namers));
    const makers = fitting.length > 0 ? fitting : could;
    const begun = makers.map((row) => firstOf(this.#history, row)).filter((time) => !Number.isNaN(time));
    const lacksBase = (row: number): number => Number(readVersion[row] === NONE);
    const lacksUnits = (row: number): number => Number(Number.isNaN(this.#units.of(row)));
    makers.sort(
      (a, b) =>
        (isOpaque ? lacksBase(a) - lacksBase(b) : readVersion[b]! - readVersion[a]!) ||
        lacksUnits(a) - lacksUnits(b) ||
        this.#order(a, b),
    );
    const maker = makers.find((row) => namers.includes(row)) ?? makers[0]!;
    const stands = namers.includes(maker) ? maker : (told[0] ?? namers[0]!);
    const isContested = !namers.includes(maker) && makers.length > 1;
    if (isContested) this.#contested.add(maker);
    else if (!namers.includes(maker)) this.role[maker] = ROLE.wrote;
    if (namers.length + bare.length > 1) this.#begun.set(stands, Math.max(...begun));
    this.#units.noteWritten(stands, namers);
    this.#stands(stands, maker, told.includes(stands) ? stands : (told[0] ?? NONE));
    const early = (row: number): number =>
      bare.filter(
        (each) => result[each] === RESULT.success && firstOf(this.#history, row) > this.#ends[each]!,
      ).length;
    const { readValue, writeValue, units } = this.#history;
    // Who wrote decides which cells are a write's own: what a repeated answer says it read proves nothing.
    const isOther = (row: number): boolean =>
      [readVersion, readValue, writeValue, units].some((column) => !Object.is(column[row], column[maker])) ||
      early(row) !== early(maker);
    if (isContested || makers.some(isOther))
      listIn(this.makers, this.#history.inventoryKey[stands]!).push([stands, makers]);
    return [stands];
  }

  /** Versions that their rows say they had read already, or that are older than what they had read. */
  #withoutMaker(made: number, namers: readonly number[], told: readonly number[]): number[] {
    const { readVersion } = this.#history;
    const first = told.toSorted((a, b) => this.#order(a, b))[0];
    for (const row of namers) this.role[row] = ROLE.replay;
    if (first === undefined) {
      for (const row of namers) this.role[row] = ROLE.misnumbered;
      return [];
    }
    if (readVersion[first] === made && !this.#units.changed(first)) this.role[first] = ROLE.unmoved;
    else this.#stands(first, first, first);
    return this.role[first] === ROLE.unmoved ? [] : [first];
  }

  #stands(row: number, maker: number, teller: number): void {
    this.role[row] = ROLE.transition;
    this.maker[row] = maker;
    this.teller[row] = teller;
  }

  /** Earlier answers first; where nothing tells, by what the rows say and never by their place. */
  #order(a: number, b: number): number {
    const { retryCount, readVersion, writeVersion, workerId, strings, line } = this.#history;
    const decided =
      compareBy(this.#ends, a, b) ||
      retryCount[a]! - retryCount[b]! ||
      writeVersion[a]! - writeVersion[b]! ||
      readVersion[a]! - readVersion[b]!;
    if (decided !== 0) return decided;
    const [nameA, nameB] = [strings.at(workerId[a]!) ?? '', strings.at(workerId[b]!) ?? ''];
    return nameA < nameB ? -1 : nameA > nameB ? 1 : line[a]! - line[b]!;
  }

  #onKeys(byKey: ReadonlyMap<number, readonly number[]>): void {
    const { retryCount, result, requestId } = this.#history;
    const keys = [...byKey.values()];
    const request = requestId[keys[0]![0]!]!;
    const matters = (row: number): boolean =>
      result[row] === RESULT.success || result[row] === RESULT.timeout;
    if (keys.filter((rows) => rows.some(matters)).length < 2) return;
    if (keys.some((rows) => rows.some((row) => retryCount[row] === NONE))) this.unordered.push(request);
    else this.detours.add(request, keys);
  }
}

function listIn<T>(lists: Map<number, T[]>, key: number): T[] {
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = []));
  return list;
}
