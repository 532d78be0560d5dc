import { clipped } from '../../core/words/printable.ts';
import { numberText } from '../cell.ts';
import { folded } from '../column-names.ts';
import type { Json, JsonRecord } from '../json-value.ts';
import { ANY, type Where } from './source-mapping.ts';
import { valueAt } from './value-at.ts';

/** Characters of a condition that are shown. */
const SHOWN = 60;

/** Tells the records that are attempts from the other lines of a log. */
export class RecordFilter {
  readonly #conditions: readonly { readonly path: string; readonly allowed: ReadonlySet<string> }[];
  /** What it lets pass, as what skipped the others is called: `where msg=reserved`. */
  readonly words: string;

  constructor(where: Where) {
    this.#conditions = [...where].map(([path, values]) => ({ path, allowed: new Set(values) }));
    const texts = [...where].map(([path, values]) => clipped(`${path}=${values.join('|')}`, SHOWN));
    this.words = `where ${texts.join(' and ')}`;
  }

  /** Whether a record has one of the values wherever one is asked for. */
  passes(record: JsonRecord): boolean {
    return this.#conditions.every(({ path, allowed }) => {
      const value = valueAt(record, path);
      return value !== undefined && value !== null && (allowed.has(ANY) || allowed.has(textOfValue(value)));
    });
  }

  /** The same test for the cells under a header; names are compared as those of columns are. */
  ofCells(header: readonly string[]): (cells: readonly string[]) => boolean {
    const conditions = this.#conditions.map(({ path, allowed }) => {
      const exact = header.indexOf(path);
      return {
        index: exact < 0 ? header.findIndex((name) => folded(name) === folded(path)) : exact,
        allowed,
      };
    });
    return (cells) =>
      conditions.every(({ index, allowed }) => {
        const cell = (cells[index] ?? '').trim();
        return allowed.has(ANY) ? cell !== '' : allowed.has(cell);
      });
  }
}

/** A value as a condition names it. */
function textOfValue(value: Json): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? numberText(value) : JSON.stringify(value);
}
