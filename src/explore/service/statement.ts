import { tokensOf } from '../tap/sql/tokens.ts';
import type { Unit } from '../tap/unit.ts';

const BLANKS = /\s+/g;

/** The text of a unit's statements, on one line. */
export function textOf({ statements }: Pick<Unit, 'statements'>): string {
  return onOneLine(statements.map(({ text }) => text));
}

/**
 * The text without comments and without the values that a client writes into it, which become `?`: it names a statement in every
 * run, and may be shown.
 */
export function shapeOf({ statements }: Pick<Unit, 'statements'>): string {
  return onOneLine(
    statements.map(({ text }) =>
      [...tokensOf(text)]
        .filter(({ kind }) => kind !== 'comment')
        .map((token) => (isValue(token.kind) ? '?' : token.text))
        .join(''),
    ),
  );
}

/** The values of a unit, as one text that is equal for equal values. */
export function valuesOf({ statements }: Pick<Unit, 'statements'>): string {
  return JSON.stringify(
    statements.map(({ text, parameters }) => [
      [...tokensOf(text)].filter(({ kind }) => isValue(kind)).map((token) => token.text),
      parameters,
    ]),
  );
}

function isValue(kind: string): boolean {
  return kind === 'text' || kind === 'number';
}

function onOneLine(texts: readonly string[]): string {
  return texts.map((text) => text.trim().replace(/;$/, '').replace(BLANKS, ' ').trim()).join('; ');
}
