import { NONE, RESULT } from '../../core/words/codes.ts';
import type { CertifiedEpoch, CertifiedStep, CertifiedStepKind } from '../../ingest/run-files/certificate.ts';
import type { TraceRows } from './trace-rows.ts';

/** A step as the rows have it: versions are cells of the history's scale, NONE where no row says. */
export interface WalkedStep {
  /** NONE where no row shows it. */
  readonly row: number;
  /** The row of the write; that of another attempt of the request where `row` only reports it. */
  readonly writer: number;
  readonly from: number;
  readonly to: number;
  readonly kind: CertifiedStepKind;
  /** The version that was current just before. */
  readonly current: number;
}

/** The steps of one key between two beginnings, held against its rows in their order; what does not hold is refused. */
export class EpochWalk {
  readonly steps: WalkedStep[] = [];
  readonly initial: number;
  readonly isDecided: boolean;
  current: number;
  readonly #trace: TraceRows;
  readonly #name: string;
  readonly #scheme: string;
  readonly #made = new Map<number, number>();
  readonly #madeSoFar = new Map<number, number>();
  /** Writes by their base: all of them, those so far that held, and those that did not. */
  readonly #based = new Map<number, number>();
  readonly #held = new Map<number, number>();
  readonly #stale = new Map<number, number>();
  /** Bases of attempts whose version no row has. */
  readonly #unseen = new Set<number>();
  #last = NONE;

  constructor(trace: TraceRows, name: string, scheme: string, certified: CertifiedEpoch) {
    this.#trace = trace;
    this.#name = name;
    this.#scheme = scheme;
    this.isDecided = certified.isDecided;
    this.initial = this.current = trace.cell(certified.initial);
    for (const [, base, made, kind] of certified.steps) {
      this.#count(this.#made, trace.cell(made));
      if (kind !== 'untraced') this.#count(this.#based, trace.cell(base));
    }
    for (const step of certified.steps) this.#step(step);
  }

  get hasGaps(): boolean {
    return this.steps.some(({ kind }) => kind === 'untraced');
  }

  #count(counts: Map<number, number>, cell: number): void {
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }

  #step([line, base, made, kind, writerLine = line]: CertifiedStep): void {
    const trace = this.#trace;
    const row = trace.at(line);
    const writer = trace.at(writerLine);
    const step = { row, writer, from: trace.cell(base), to: trace.cell(made), kind, current: this.current };
    const holds = kind === 'untraced' ? this.#isGap(step) : this.#isSaid(step) && kind === this.#kindOf(step);
    if (!holds) trace.refuse(row, `this is no step '${kind}' from version ${base} to ${made}`);
    this.steps.push(step);
    this.#count(this.#madeSoFar, step.to);
    if (kind !== 'untraced' && step.to === NONE) this.#unseen.add(this.#baseOf(step));
    if (kind !== 'untraced') this.#last = Math.max(this.#last, step.to);
    if (step.to > this.current || this.#scheme === 'opaque') this.current = step.to;
  }

  /** Where versions have no order: more writes are based on it than it was current times, and this one is when it is not. */
  #isStaleOpaque(from: number): boolean {
    const of = (counts: ReadonlyMap<number, number>): number => counts.get(from) ?? 0;
    const atFirst = from === this.initial || of(this.#made) === 0 ? 1 : 0;
    const isCurrent = of(this.#held) < atFirst + of(this.#madeSoFar);
    const areTooMany = of(this.#based) - of(this.#stale) > atFirst + of(this.#made);
    const isStale = !isCurrent && areTooMany;
    this.#count(isStale ? this.#stale : this.#held, from);
    return isStale;
  }

  /** What a write of an unseen version was based on; one that does not say may lie below all, unless the beginning is stated. */
  #baseOf({ from, current }: WalkedStep): number {
    if (from !== NONE) return from;
    const [before] = this.#trace.recordsOf(this.#name);
    return before?.version === undefined ? NONE : current;
  }

  #isGap({ row, from, to }: WalkedStep): boolean {
    const isShown = row === NONE || this.#isOfKey(row);
    // A version that no row has has no number.
    return isShown && (from === this.current || from === NONE) && to > this.current;
  }

  #isOfKey(row: number): boolean {
    const { inventoryKey, strings } = this.#trace.history;
    return row !== NONE && strings.at(inventoryKey[row]!) === this.#name;
  }

  /** Whether the rows of a step say of it what it claims; a version that no row says has no cell. */
  #isSaid({ row, writer, from, to }: WalkedStep): boolean {
    const { readVersion, writeVersion, requestId, result } = this.#trace.history;
    if (!this.#isOfKey(row) || !this.#isOfKey(writer) || requestId[row] !== requestId[writer]) return false;
    const isOpen = result[row] === RESULT.timeout || result[row] === RESULT.success;
    if (writeVersion[row] !== to && !(writeVersion[row] === NONE && isOpen)) return false;
    if (writer !== row && writeVersion[writer] !== NONE && writeVersion[writer] !== to) return false;
    const read = readVersion[writer]!;
    return from === read || (from === NONE && writeVersion[row] === NONE && read >= to);
  }

  #kindOf({ from, to, current }: WalkedStep): CertifiedStepKind | undefined {
    const scheme = this.#scheme;
    if (from === NONE) return 'unchecked';
    if (scheme === 'opaque') return this.#isStaleOpaque(from) ? 'stale' : 'chain';
    if (to !== NONE && to < this.#last) return undefined;
    if (to !== NONE && from >= to) return 'misnumbered';
    const jumps = scheme === 'sequential' && to !== NONE && to !== from + 1;
    if (from > current && current !== NONE) return undefined;
    return from < current || jumps || this.#unseen.has(from) ? 'stale' : 'chain';
  }
}

/** How a key's versions are numbered: as the manifest says, else as its rows show. */
export function schemeOf(trace: TraceRows, epochs: readonly CertifiedEpoch[]): string {
  const { history, facts } = trace;
  if (facts?.versionScheme !== undefined) return facts.versionScheme;
  let isCounted = false;
  for (const { steps } of epochs) {
    let newest = NONE;
    for (const [line, base, made, kind] of steps) {
      const [from, to] = [trace.cell(base), trace.cell(made)];
      if (history.versions.isOpaque(from) || history.versions.isOpaque(to)) return 'opaque';
      // Only what rows name tells how versions are numbered.
      if (kind === 'untraced' || history.writeVersion[trace.at(line)] === NONE || from === NONE) continue;
      if (from < to && from >= newest && to !== from + 1) return 'monotonic';
      isCounted ||= to === from + 1;
      newest = Math.max(newest, to);
    }
  }
  return isCounted ? 'sequential' : 'monotonic';
}
