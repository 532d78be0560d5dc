import type { StoreRecord } from '../../core/history/run-facts.ts';
import { NONE } from '../../core/words/codes.ts';
import { clipped } from '../../core/words/printable.ts';
import type { OpenedTrace } from '../../ingest/open-trace.ts';

/** What of a trace is verified. */
export type VerifiedTrace = Pick<OpenedTrace, 'history' | 'facts' | 'reading'>;

/** The rows of a trace, and why what is claimed of them is refused. */
export class TraceRows {
  readonly history: VerifiedTrace['history'];
  readonly facts: VerifiedTrace['facts'];
  readonly reading: VerifiedTrace['reading'];
  /** No row was refused, and the manifest does not say that the writer never finished. */
  readonly isWhole: boolean;
  /** Rows by key, in the order of the file; one that was delivered again counts once. */
  readonly byKey = new Map<string, number[]>();
  /** How many rows differ from every other. */
  readonly distinct: number;
  readonly reasons: string[] = [];
  readonly #rowOfLine: Map<number, number>;
  readonly #cells = new Map([['', NONE]]);

  /** `digests` are those of the rows: rows with the same digest say the same in every cell. */
  constructor({ history, facts, reading }: VerifiedTrace, digests: readonly string[]) {
    this.history = history;
    this.facts = facts;
    this.reading = reading;
    this.isWhole = reading.rejected === 0 && facts?.complete !== false;
    this.#rowOfLine = new Map(Array.from(history.line, (line, row) => [line, row]));
    const known = new Set<string>();
    for (const [row, digest] of digests.entries()) {
      if (known.has(digest)) continue;
      known.add(digest);
      const key = history.strings.at(history.inventoryKey[row]!) ?? '';
      const rows = this.byKey.get(key);
      if (rows === undefined) this.byKey.set(key, [row]);
      else rows.push(row);
    }
    this.distinct = known.size;
  }

  /** The row of a line; NONE if there is none. */
  at(line: number): number {
    return this.#rowOfLine.get(line) ?? NONE;
  }

  /** The cell of a version as the trace writes it; NONE for '', and NaN of one that neither rows nor manifest have. */
  cell(version: string): number {
    let cell = this.#cells.get(version);
    if (cell === undefined) {
      cell = this.history.versions.cell(/^\d+$/.test(version) ? BigInt(version) : version) ?? NaN;
      this.#cells.set(version, cell);
    }
    return cell;
  }

  /** What the store had of a key before and after the run, as far as the manifest says. */
  recordsOf(key: string): readonly [before: StoreRecord | undefined, after: StoreRecord | undefined] {
    return [this.facts?.initial?.get(key), this.facts?.remaining?.get(key)];
  }

  /** The cell of the version of a record; NONE where it has none, and of one that no row has. */
  cellOf(record: StoreRecord | undefined): number {
    return record?.version === undefined ? NONE : (this.history.versions.cell(record.version) ?? NONE);
  }

  refuse(row: number, why: string): void {
    const { line, strings, inventoryKey } = this.history;
    const key = strings.at(inventoryKey[row] ?? NONE) ?? 'unknown';
    this.reasons.push(`line ${line[row] ?? 'unknown'}, key ${clipped(key, 80)}: ${why}`);
  }

  /** Refuses what is claimed of a key as a whole. */
  refuseKey(key: string, why: string): void {
    this.reasons.push(`key ${clipped(key, 80)}: ${why}`);
  }
}
