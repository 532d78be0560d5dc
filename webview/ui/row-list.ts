import { h, nextId, replaceChildren, setAttributes } from './element.ts';
import type { Rows } from './rows.ts';
import { rowByKey, scrolledTo, windowOf } from './virtual-list.ts';

/** How a list draws and reports its rows; a row is anything with an identity. */
export interface RowListOptions<Row> {
  readonly name: string;
  /** Roles of the whole and of one row. */
  readonly roles: readonly ['listbox', 'option'] | ['grid', 'row'];
  readonly rowHeight: number;
  readonly className: string;
  /** Children of the row's element, made anew whenever the row comes into sight. */
  readonly fill: (row: Row) => readonly Node[];
  readonly onSelect: (id: number) => void;
  /** A click on a row, where it does more than to select it. */
  readonly onClick?: (id: number, row: Row | undefined) => void;
  /** Enter on the selected row. */
  readonly onOpen?: (id: number) => void;
  /** Rows have come into sight that are not here. */
  readonly onMissing?: (ids: readonly number[]) => void;
}

/**
 * A list of any length with one tab stop: arrow keys move the selection, only rows in sight exist in the document, and
 * a screen reader is told of the selected row and of how many there are.
 */
export class RowList<Row> {
  readonly element: HTMLElement;
  readonly #options: RowListOptions<Row>;
  readonly #content = h('div', { class: 'rows-content', role: 'presentation' });
  #rows: Rows<Row> = { length: 0, idAt: () => -1, at: () => undefined, positionOf: () => -1 };
  #selected = -1;
  #drawn = '';
  #unseen = false;

  constructor(options: RowListOptions<Row>) {
    this.#options = options;
    const { name, roles, className } = options;
    this.element = h(
      'div',
      { class: `rows ${className}`, role: roles[0], tabindex: 0, 'aria-label': name },
      this.#content,
    );
    if (roles[0] === 'grid') this.#content.setAttribute('role', 'rowgroup');
    this.element.addEventListener('scroll', () => {
      this.#draw();
    });
    this.element.addEventListener('keydown', (event) => {
      this.#key(event);
    });
    this.element.addEventListener('click', (event) => {
      const target =
        event.target instanceof Element ? event.target.closest('[aria-rowindex],[aria-posinset]') : null;
      const position = Number(target?.getAttribute('aria-rowindex') ?? target?.getAttribute('aria-posinset'));
      const at = position - this.#offset;
      if (at >= 0 && at < this.#rows.length)
        (options.onClick ?? options.onSelect)(this.#rows.idAt(at), this.#rows.at(at));
    });
    new ResizeObserver(() => {
      // What was shown before there was room for it was not brought into sight.
      if (this.#unseen) this.#reveal();
      this.#drawn = '';
      this.#draw();
    }).observe(this.element);
  }

  /** Shows these rows with the one of this identity selected and in sight. */
  show(rows: Rows<Row>, selectedId: number | null): void {
    this.#rows = rows;
    this.#selected = selectedId === null ? -1 : rows.positionOf(selectedId);
    this.#drawn = '';
    this.#content.style.height = `${rows.length * this.#options.rowHeight}px`;
    if (this.#options.roles[0] === 'grid') setAttributes(this.element, { 'aria-rowcount': rows.length + 1 });
    this.#reveal();
    this.#draw();
  }

  /** Draws anew what has come; the list stays where it was scrolled to. */
  fill(rows: Rows<Row>): void {
    this.#rows = rows;
    this.#drawn = '';
    this.#draw();
  }

  /** Scrolls to the selected row, or notes that it has to be done once the list has a height. */
  #reveal(): void {
    this.#unseen = this.#selected >= 0 && this.#room <= 0;
    if (this.#selected < 0 || this.#unseen) return;
    const { scrollTop } = this.element;
    this.element.scrollTop = scrolledTo(this.#selected, scrollTop, this.#room, this.#options.rowHeight);
  }

  /** Height in which rows are seen: a grid's header stands still above them. */
  get #room(): number {
    const { roles, rowHeight } = this.#options;
    return this.element.clientHeight - (roles[0] === 'grid' ? rowHeight : 0);
  }

  /** Positions count from 1; a grid's first row is its header. */
  get #offset(): number {
    return this.#options.roles[0] === 'grid' ? 2 : 1;
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.element;
    const { rowHeight } = this.#options;
    const { first, end } = windowOf(scrollTop, clientHeight, rowHeight, this.#rows.length);
    const now = `${first} ${end}`;
    if (now === this.#drawn) return;
    this.#drawn = now;
    let active = '';
    const missing: number[] = [];
    const drawn = Array.from({ length: end - first }, (_, i) => {
      const row = this.#rows.at(first + i);
      if (row === undefined) missing.push(this.#rows.idAt(first + i));
      const element = this.#rowElement(row, first + i);
      if (first + i === this.#selected) active = element.id;
      return element;
    });
    replaceChildren(this.#content, ...drawn);
    if (missing.length > 0) this.#options.onMissing?.(missing);
    if (active === '') this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', active);
  }

  #rowElement(row: Row | undefined, position: number): HTMLElement {
    const { roles, rowHeight, fill } = this.#options;
    const place =
      roles[0] === 'grid'
        ? { 'aria-rowindex': position + this.#offset }
        : { 'aria-posinset': position + this.#offset, 'aria-setsize': this.#rows.length };
    const element = h(
      'div',
      { class: 'row', role: roles[1], id: nextId(), 'aria-selected': position === this.#selected, ...place },
      ...(row === undefined
        ? [h('span', { role: roles[0] === 'grid' ? 'gridcell' : 'presentation' }, '…')]
        : fill(row)),
    );
    element.style.top = `${position * rowHeight}px`;
    element.style.height = `${rowHeight}px`;
    return element;
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.#room / this.#options.rowHeight) - 1);
    const next = rowByKey(event.key, this.#selected, this.#rows.length, page);
    if (next !== undefined) this.#options.onSelect(this.#rows.idAt(next));
    else if (event.key === 'Enter' && this.#selected >= 0)
      this.#options.onOpen?.(this.#rows.idAt(this.#selected));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
