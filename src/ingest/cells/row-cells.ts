import type { HistoryBuilder } from '../../core/history/builder.ts';
import type { ColumnName } from '../../core/history/history.ts';
import { isNeeded } from '../cell.ts';
import type { CellFault, Slot } from '../cell.ts';
import { putLoosely } from './loose-cell.ts';
import type { LooseCounts } from './loosenesses.ts';

/** A cell that could not be read and does not cost its row. */
export interface UnreadCell {
  /** Undefined of a column that the format does not know. */
  readonly column: ColumnName | undefined;
  /** As the file names the column. */
  readonly name: string;
  readonly fault: CellFault;
}

/** The cells of a row that are not as the format says; a fault that is returned costs the row, the others are kept for it. */
export class RowCells {
  readonly #builder: HistoryBuilder;
  readonly #counts: LooseCounts;
  #unread: UnreadCell[] = [];

  constructor(builder: HistoryBuilder, counts: LooseCounts) {
    this.#builder = builder;
    this.#counts = counts;
  }

  /** Puts a cell that is not written as the format says, if it can be read all the same. */
  putLoosely(slot: Slot, text: string, refused: CellFault): CellFault | undefined {
    const fault = putLoosely(this.#builder, this.#counts, slot, text, refused);
    return fault && this.refuse(slot, fault);
  }

  /** Says that nothing can be put. */
  refuse(slot: Slot, fault: CellFault): CellFault | undefined {
    if (isNeeded(slot)) return fault;
    const message = `${fault.message}; the cell counts as empty`;
    this.#unread.push({ column: slot.column, name: slot.name, fault: { kind: fault.kind, message } });
    return undefined;
  }

  /** Whether a cell of the row could not be read. */
  get hasUnread(): boolean {
    return this.#unread.length > 0;
  }

  /** The cells of the row that could not be read; none from then on. */
  takeUnread(): readonly UnreadCell[] {
    const unread = this.#unread;
    this.#unread = [];
    return unread;
  }
}
