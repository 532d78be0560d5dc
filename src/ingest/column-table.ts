import type { HistoryBuilder } from '../core/history/builder.ts';
import type { ColumnName } from '../core/history/history.ts';
import { clipped } from '../core/text/printable.ts';
import { slotOf } from './cell.ts';
import type { CellFault, Slot } from './cell.ts';
import { folded, mappedColumn, namedColumn, REQUIRED } from './column-names.ts';
import type { NamedColumn } from './column-names.ts';

/** More columns than any trace has; a file with more is refused. */
export const MAX_COLUMNS = 256;

/** The user's own names: ours → theirs. */
export type ColumnMap = ReadonlyMap<string, string>;

/** The columns of one file: which name fills which column of the history. */
export class ColumnTable {
  readonly #builder: HistoryBuilder;
  readonly #mapped: readonly (readonly [ours: ColumnName, theirs: string])[];
  /** Known columns that the file has, by the name that it gives them. */
  readonly #found = new Map<ColumnName, string>();
  /** All names, known or not, as the file writes them. */
  readonly names: string[] = [];
  #ambiguous = false;

  constructor(builder: HistoryBuilder, columnMap: ColumnMap) {
    this.#builder = builder;
    this.#mapped = [...columnMap] as [ColumnName, string][];
  }

  /** What this name stands for, the user's own mapping first. */
  meaning(name: string): NamedColumn | undefined {
    const mapping = this.#mapped.find(([, theirs]) => folded(theirs) === folded(name));
    if (mapping !== undefined) return mappedColumn(mapping[0], name);
    const named = namedColumn(name);
    return named === undefined || this.#mapped.some(([ours]) => ours === named.column) ? undefined : named;
  }

  /** The slot for a known column; undefined if the name means none. Two names may mean the same column. */
  known(name: string): Slot | undefined {
    const meaning = this.meaning(name);
    if (meaning === undefined) return undefined;
    this.names.push(name);
    if (this.#found.has(meaning.column)) this.#ambiguous = true;
    else this.#found.set(meaning.column, name);
    this.#builder.declare(meaning.column);
    return slotOf(meaning.column, name, meaning.shift);
  }

  /** The slot for a column that the format does not know; its cells are kept as they are. */
  extra(name: string): Slot {
    const count = this.names.filter((other) => other === name).length;
    this.names.push(name);
    return {
      name,
      kind: 'extra',
      extra: this.#builder.addExtra(count === 0 ? name : `${name} (${count + 1})`),
    };
  }

  /** True if the file has two names for one column. */
  get ambiguous(): boolean {
    return this.#ambiguous;
  }

  /** The name by which the file has a column already. */
  nameOf(column: ColumnName): string | undefined {
    return this.#found.get(column);
  }

  /** What is said of a file without the columns that make it a trace; undefined if it has them. */
  missing(): (CellFault & { readonly column: string }) | undefined {
    const missing = REQUIRED.filter((column) => !this.#found.has(column));
    if (missing.length === 0) return undefined;
    const names = this.names.map((name) => clipped(name, 30));
    const found = names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')}, …`;
    // What to do comes before the names, so that it is still there where a long message is cut.
    const hint = `a column of another name can be mapped: ${missing[0]!}=NAME`;
    const message = `not a trace without ${missing.join(' and ')} (${hint}); the file has ${found || 'no columns'}`;
    return { kind: 'missing-column', message, column: missing[0]! };
  }

  /** The mappings whose column the file does not have. */
  *unmet(): Generator<readonly [ours: ColumnName, theirs: string]> {
    for (const mapping of this.#mapped) if (!this.#found.has(mapping[0])) yield mapping;
  }
}
