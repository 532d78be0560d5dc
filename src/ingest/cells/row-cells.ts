import type { HistoryBuilder } from '../../core/history/builder.ts';
import type { ColumnName } from '../../core/history/history.ts';
import { isNeeded, numberText, putNumber, putText } from '../cell.ts';
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

/** Puts the cells of one row after another; a fault that is returned costs the row, the others are kept for it. */
export class RowCells {
  readonly #builder: HistoryBuilder;
  readonly #counts: LooseCounts;
  #unread: UnreadCell[] = [];

  constructor(builder: HistoryBuilder, counts: LooseCounts) {
    this.#builder = builder;
    this.#counts = counts;
  }

  /** Puts a cell's text. */
  putText(slot: Slot, text: string): CellFault | undefined {
    const refused = putText(this.#builder, slot, text);
    return refused && this.#loosely(slot, text, refused);
  }

  /** Puts a JSON number that a double holds exactly. */
  putNumber(slot: Slot, value: number): CellFault | undefined {
    const refused = putNumber(this.#builder, slot, value);
    return refused && this.#loosely(slot, numberText(value), refused);
  }

  /** Says that nothing can be put. */
  refuse(slot: Slot, fault: CellFault): CellFault | undefined {
    if (isNeeded(slot)) return fault;
    const message = `${fault.message}; the cell counts as empty`;
    this.#unread.push({ column: slot.column, name: slot.name, fault: { kind: fault.kind, message } });
    return undefined;
  }

  /** The cells of the row that could not be read; none from then on. */
  takeUnread(): readonly UnreadCell[] {
    const unread = this.#unread;
    if (unread.length > 0) this.#unread = [];
    return unread;
  }

  #loosely(slot: Slot, text: string, refused: CellFault): CellFault | undefined {
    const fault = putLoosely(this.#builder, this.#counts, slot, text, refused);
    return fault && this.refuse(slot, fault);
  }
}
