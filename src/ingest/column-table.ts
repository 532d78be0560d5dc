import type { HistoryBuilder } from '../core/history/builder.ts';
import type { ColumnName } from '../core/history/history.ts';
import { isMessageName } from '../core/history/row-message.ts';
import { clipped } from '../core/words/printable.ts';
import { slotOf } from './cell.ts';
import type { CellFault, Slot } from './cell.ts';
import { folded, mappingOf, namedColumn, REQUIRED } from './column-names.ts';
import type { Mapping, NamedColumn } from './column-names.ts';
import type { SourceMapping } from './mapping/source-mapping.ts';
import { nearestNames } from './nearest-names.ts';
import type { NotATrace } from './not-a-trace.ts';

/** More columns than any trace has; a file with more is refused. */
export const MAX_COLUMNS = 256;

/** Names of columns that a message lists. */
const SHOWN_NAMES = 12;

/** The columns of one file: which name fills which column of the history. */
export class ColumnTable {
  readonly #builder: HistoryBuilder;
  readonly #mapped: readonly Mapping[];
  /** Names under which a cell is read once more, since a second column is mapped to it; with its own name. */
  readonly copies: ReadonlyMap<string, string>;
  /** Known columns that the file has, by the name that it gives them. */
  readonly #found = new Map<ColumnName, string>();
  /** All names, known or not, as the file writes them. */
  readonly names: string[] = [];
  /** Of other files, whose columns without a meaning go on here under their names. */
  readonly #before: ReadonlyMap<string, number>;
  readonly #words: Pick<SourceMapping, 'results' | 'units'>;
  #ambiguous = false;
  readonly #mixed = new Set<ColumnName>();

  constructor(builder: HistoryBuilder, { columns = new Map(), ...words }: SourceMapping) {
    this.#builder = builder;
    this.#before = builder.extraNames;
    this.#words = words;
    const mapped = [...columns].map((pair) => mappingOf(...pair)).filter((each) => typeof each !== 'string');
    const copies = new Map<string, string>();
    this.copies = copies;
    this.#mapped = mapped.map((mapping, index) => {
      const { column, theirs } = mapping;
      if (mapped.findIndex((other) => folded(other.theirs) === folded(theirs)) === index) return mapping;
      const copy = `${theirs} (${column})`;
      copies.set(copy, theirs);
      return { ...mapping, theirs: copy };
    });
  }

  /** What this name stands for in a record that has the names `beside` too: a name that is mapped comes before its own. */
  meaning(name: string, beside: readonly string[] = []): NamedColumn | undefined {
    const mapping = this.#mappingTo(name);
    if (mapping !== undefined && !(isLookAlike(name, mapping) && beside.includes(mapping.theirs)))
      return mapping;
    const named = namedColumn(name);
    const first = named && this.#mapped.find(({ column }) => column === named.column)?.theirs;
    return first !== undefined && beside.some((other) => folded(other) === folded(first)) ? undefined : named;
  }

  /** True of a name whose meaning depends on the names beside it. */
  isSecondChoice(name: string): boolean {
    if (this.#mapped.length === 0) return false;
    const mapping = this.#mappingTo(name);
    if (mapping !== undefined) return isLookAlike(name, mapping);
    const column = namedColumn(name)?.column;
    return this.#mapped.some((mapping) => mapping.column === column);
  }

  /** Whether the user has mapped a column to this name. */
  isMapped(name: string): boolean {
    return this.#mappingTo(name) !== undefined;
  }

  #mappingTo(name: string): Mapping | undefined {
    return this.#mapped.find(({ theirs }) => folded(theirs) === folded(name));
  }

  /** The names of mapped columns that may be paths into a record. */
  get paths(): readonly string[] {
    return this.#mapped
      .map(({ theirs }) => theirs)
      .filter((name) => name.includes('.') && !this.copies.has(name));
  }

  /** The slot for a known column; undefined if the name means none. Two names may mean the same column. */
  known(name: string, beside: readonly string[]): Slot | undefined {
    const meaning = this.meaning(name, beside);
    if (meaning === undefined) return undefined;
    const { column } = meaning;
    this.names.push(name);
    const found = this.#found.get(column);
    if (found === undefined) this.#found.set(column, name);
    else {
      this.#ambiguous = true;
      if (this.isSecondChoice(found) !== this.isSecondChoice(name)) this.#mixed.add(column);
    }
    this.#builder.declare(column);
    const slot = slotOf(column, name, meaning.shift, this.#words);
    // The words of a message are the result, and what the line that wrote them is found by.
    return slot.kind === 'result' && isMessageName(name) ? { ...slot, message: this.#extraOf(name) } : slot;
  }

  /** The slot for a column that the format does not know; its cells are kept as they are. */
  extra(name: string): Slot {
    const count = this.names.filter((other) => other === name).length;
    this.names.push(name);
    const own = count === 0 ? name : `${name} (${count + 1})`;
    return { name, kind: 'extra', extra: this.#extraOf(own) };
  }

  #extraOf(name: string): number {
    return this.#before.get(name) ?? this.#builder.addExtra(name);
  }

  /** True if the file has two names for one column. */
  get ambiguous(): boolean {
    return this.#ambiguous;
  }

  /** The name by which the file has a column already. */
  nameOf(column: ColumnName): string | undefined {
    return this.#found.get(column);
  }

  /** Columns that some records have under the name that is mapped, and others under their own. */
  get mixed(): ReadonlySet<ColumnName> {
    return this.#mixed;
  }

  /** The required columns that the file does not have; empty if it is a trace. */
  get missing(): readonly ColumnName[] {
    return REQUIRED.filter((column) => !this.#found.has(column));
  }

  /** The problem that a file without required columns is. */
  missingFault(): CellFault & { readonly column: string } {
    const { missing } = this;
    const message = `the file has no ${missing.join(' and no ')}; its columns are ${this.#namesShown()}`;
    return { kind: 'missing-column', message, column: missing[0]! };
  }

  /** What a file without required columns is told: what it has, and what could be meant by it. */
  notATrace(): NotATrace {
    const free = this.names.filter((name) => this.meaning(name) === undefined);
    return {
      because: this.missingFault().message,
      columns: this.names,
      missing: this.missing,
      nearest: nearestNames(this.missing, free),
    };
  }

  #namesShown(): string {
    const names = this.names.slice(0, SHOWN_NAMES).map((name) => clipped(name, 30));
    const more = this.names.length > names.length ? ', …' : '';
    return names.length === 0 ? 'none' : names.join(', ') + more;
  }

  /** The mappings of columns that the file has under neither name, each as a sentence. */
  *unmet(): Generator<{ readonly theirs: string; readonly message: string }> {
    for (const { column, theirs } of this.#mapped)
      if (!this.#found.has(column))
        yield {
          theirs: this.copies.get(theirs) ?? theirs,
          message: `${column} is mapped to ${clipped(this.copies.get(theirs) ?? theirs, 60)}; the file has neither column`,
        };
  }
}

/** Whether a name is that of a mapped path without its dots: beside what lies at the path it is another member. */
function isLookAlike(name: string, { theirs }: Mapping): boolean {
  return theirs.includes('.') && name !== theirs;
}
