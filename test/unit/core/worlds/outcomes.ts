/** What may have become of the attempts of one request on one key: which of them wrote, and which only repeat an answer. */
import type { Attempt } from '../check/history-language.ts';

/** An attempt with its versions as numbers. */
export interface Row extends Omit<Attempt, 'read' | 'write'> {
  readonly read: number | undefined;
  readonly write: number | undefined;
  readonly line: number;
}

/** One applied write in a world. */
export interface Write {
  readonly maker: Row;
  readonly base: number | undefined;
  readonly made: number;
  /** Rows that name it; none of an attempt that was applied as a version that no row gives it. */
  readonly namers: readonly Row[];
  /** Whether some row that may have made it says what it was based on. */
  readonly hasBase: boolean;
}

/** One way in which a request may have gone on one key. */
export class Outcome {
  readonly rows: readonly Row[];
  readonly writes: readonly Write[];
  /** Attempts that may have been applied as a version that is still to be chosen. */
  readonly spare: readonly Row[];
  /** Successes that named the version which they read, although nothing was written. */
  readonly unmoved: readonly Row[];
  /** Whether a timed-out attempt names a version that it had read already. */
  readonly isMisnumbered: boolean;

  constructor(of: Pick<Outcome, 'rows' | 'writes' | 'spare' | 'unmoved' | 'isMisnumbered'>) {
    this.rows = of.rows;
    this.writes = of.writes;
    this.spare = of.spare;
    this.unmoved = of.unmoved;
    this.isMisnumbered = of.isMisnumbered;
  }

  /** The same with those of these writes that are the request's. */
  with(placed: readonly Write[]): Outcome {
    const own = placed.filter(({ maker }) => this.spare.includes(maker));
    if (own.length === 0) return this;
    const { rows, writes, unmoved, isMisnumbered } = this;
    return new Outcome({ rows, writes: [...writes, ...own], spare: [], unmoved, isMisnumbered });
  }

  /** Rows of which the cells say something: all but those that repeat an answer. */
  get readers(): Row[] {
    return this.rows.filter((row) => {
      if (this.writes.some(({ maker }) => maker === row) || this.unmoved.includes(row)) return true;
      if (row.write !== undefined || row.result === 'success') return false;
      return true;
    });
  }
}

/** Whether the attempt may have written. */
export const mayAct = ({ result }: Row): boolean => result === 'success' || result === 'timeout';

/** Whether the attempt's client was told that it got nothing. */
export const isRefusal = ({ result }: Row): boolean => result === 'conflict' || result === 'rejected';

/** The earliest that is known of an attempt. */
export const beganAt = ({ start, readAt, writeAt, end }: Row): number =>
  start ?? readAt ?? writeAt ?? end ?? NaN;

/** Whether `a` is known to be a later attempt than `b`: by retry count unless the clock denies it, else by the clock. */
export function isLater(a: Row, b: Row): boolean {
  if (a.retry !== undefined && b.retry !== undefined && a.retry !== b.retry)
    return a.retry > b.retry && !(beganAt(b) > (a.end ?? NaN));
  return beganAt(a) > (b.end ?? NaN);
}

/** Every way in which the versions that the rows name may have been made. */
export function everyOutcome(rows: readonly Row[], isOrdered: boolean): Outcome[] {
  const versions = [...new Set(rows.flatMap(({ write }) => (write === undefined ? [] : [write])))];
  const outcomes: Outcome[] = [];
  const settle = (
    index: number,
    writes: readonly Write[],
    left: { unmoved: readonly Row[]; isMisnumbered: boolean },
  ): void => {
    if (index === versions.length) {
      const isWritten = writes.length > 0;
      const isSpare = (row: Row): boolean =>
        row.write === undefined &&
        !writes.some(({ maker }) => maker === row) &&
        (row.result === 'timeout' || (row.result === 'success' && !isWritten));
      const unmoved = isWritten ? [] : left.unmoved;
      outcomes.push(new Outcome({ rows, writes, spare: rows.filter(isSpare), ...left, unmoved }));
      return;
    }
    const made = versions[index]!;
    const namers = rows.filter(({ write }) => write === made);
    const isBelow = ({ read }: Row): boolean =>
      read === undefined || (isOrdered ? read < made : read !== made);
    const could = (isKnownLater: typeof isLater) =>
      rows.filter(
        (row) =>
          (namers.includes(row) || (row.write === undefined && mayAct(row))) &&
          isBelow(row) &&
          !namers.some((namer) => namer !== row && isKnownLater(row, namer)) &&
          !writes.some(({ maker }) => maker === row),
      );
    // Of attempts that were made at one time the counts say no order; where no namer is left, only the clock counts.
    const first = could(isLater);
    const possible = first.some((row) => namers.includes(row))
      ? first
      : could((a, b) => beganAt(a) > (b.end ?? NaN));
    const fitting = possible.filter((row) => fits(row, namers));
    const makers = fitting.length > 0 ? fitting : possible;
    const saying = makers.filter((row) => namers.includes(row));
    const hasBase = (saying.length > 0 ? saying : makers).some(({ read }) => read !== undefined);
    for (const maker of makers)
      settle(index + 1, [...writes, { maker, base: maker.read, made, namers, hasBase }], left);
    if (makers.length > 0) return;
    const [told] = namers.filter(({ result }) => result === 'success');
    if (told === undefined) settle(index + 1, writes, { ...left, isMisnumbered: true });
    else if (told.read === made && !(Math.abs((told.readValue ?? NaN) - (told.writeValue ?? NaN)) > 0))
      settle(index + 1, writes, { ...left, unmoved: [...left.unmoved, told] });
    else settle(index + 1, [...writes, { maker: told, base: told.read, made, namers, hasBase: true }], left);
  };
  settle(0, [], { unmoved: [], isMisnumbered: false });
  return outcomes;
}

/** Whether an attempt can have written the value that rows say was written. */
function fits(row: Row, namers: readonly Row[]): boolean {
  const units =
    [row, ...namers]
      .map((each) => each.units ?? (each.readValue ?? NaN) - (each.writeValue ?? NaN))
      .find((each) => !Number.isNaN(each)) ?? 1;
  const would = row.writeValue ?? (row.readValue ?? NaN) - units;
  return namers.every(
    (namer) =>
      (namer === row && row.units === undefined) || !(Math.abs((namer.writeValue ?? NaN) - would) > 0),
  );
}
