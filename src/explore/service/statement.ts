import type { Unit } from '../tap/unit.ts';

/** Literals: what differs where a client writes values into the text. Placeholders such as `$1` are none. */
const LITERAL = /'(?:[^']|'')*'|(?<![\w$.])\d+(?:\.\d+)?\b/g;
const BLANKS = /\s+/g;

/** The text of a unit's statements, on one line. */
export function textOf({ statements }: Pick<Unit, 'statements'>): string {
  return statements.map(({ text }) => text.trim().replace(/;$/, '').replace(BLANKS, ' ')).join('; ');
}

/** The text without what differs from run to run: literals become `?`, comments go. */
export function shapeOf(unit: Pick<Unit, 'statements'>): string {
  return textOf(unit)
    .replace(/\/\*.*?\*\//g, '')
    .replace(LITERAL, '?')
    .trim();
}

/** The values of a unit, as one text that is equal for equal values. */
export function valuesOf({ statements }: Pick<Unit, 'statements'>): string {
  return JSON.stringify(statements.map(({ text, parameters }) => [text.match(LITERAL), parameters]));
}
