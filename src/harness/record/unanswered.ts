import type { BegunAttempt, JournaledDelivery, Journals } from './attempt-journal.ts';
import type { AttemptRow } from './attempt-row.ts';

/** Deliveries without an answer: what is known of each at first is one attempt of unknown outcome. */
export class Unanswered {
  readonly #rows = new Map<number, AttemptRow>();
  #deliveries = 0;

  /** A number for a delivery, by which a worker's journal names it. */
  next(): number {
    return ++this.#deliveries;
  }

  /** Keeps the row of a delivery without an answer. */
  add(delivery: number, row: AttemptRow): void {
    this.#rows.set(delivery, row);
  }

  get deliveries(): ReadonlySet<number> {
    return new Set(this.#rows.keys());
  }

  /**
   * The attempts of every such delivery, from what the workers wrote down of it: those that the service followed by
   * another one were refused, and the outcome of the last was not told, so it stays unknown, whatever its worker knew.
   */
  reconciled({ deliveries }: Pick<Journals, 'deliveries'>): readonly ReconciledDelivery[] {
    return [...this.#rows].map(([delivery, row]) => {
      const journaled = deliveries.get(delivery);
      return {
        reached: journaled !== undefined,
        rows: journaled === undefined ? [row] : rowsOf(row, journaled),
      };
    });
  }
}

/** What a delivery without an answer came to. */
export interface ReconciledDelivery {
  /** Whether a worker began to serve it. */
  readonly reached: boolean;
  readonly rows: readonly AttemptRow[];
}

function rowsOf(row: AttemptRow, { begun, attempts }: JournaledDelivery): readonly AttemptRow[] {
  const known = attempts ?? begun.map((each, index) => beginningOf(row, each, begun[index + 1]));
  return known.map((attempt, index) =>
    // A service goes on when its client has given up; the attempt then ends when it does.
    index < known.length - 1
      ? attempt
      : { ...attempt, result: 'timeout', endUs: Math.max(row.endUs, attempt.endUs) },
  );
}

/** An attempt of which only the beginning is known, and that another one followed, if one did. */
function beginningOf(row: AttemptRow, attempt: BegunAttempt, next: BegunAttempt | undefined): AttemptRow {
  return { ...row, ...attempt, result: 'retry', endUs: next?.serviceUs ?? attempt.serviceUs };
}
