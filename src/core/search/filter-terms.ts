import { FILTER_FIELDS, type FilterField } from '../words/filter-fields.ts';

/** One word of the filter: a text that any name may contain, or what one field must have. Lower case. */
export interface FilterTerm {
  readonly field: FilterField | undefined;
  readonly text: string;
}

const WORD = /(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/giu;

/** The terms of what was typed; quotes hold words together, and a word before a colon that is no field is part of the text. */
export function filterTerms(typed: string): FilterTerm[] {
  return [...typed.toLowerCase().matchAll(WORD)].flatMap(({ 0: whole, 1: name, 2: quoted, 3: plain }) => {
    const field = isField(name) ? name : undefined;
    const text = field === undefined && name !== undefined ? whole : (quoted ?? plain ?? '');
    return text === '' ? [] : [{ field, text }];
  });
}

function isField(name: string | undefined): name is FilterField {
  return name !== undefined && Object.hasOwn(FILTER_FIELDS, name);
}

/** A comparison of milliseconds. */
export interface LatencyRange {
  readonly above: number;
  readonly below: number;
}

/** The range that `>50`, `>=50`, `<5` or `50` (at least) asks for; undefined where the text is none of them. */
export function latencyRange(text: string): LatencyRange | undefined {
  const [, sign = '>', digits] = /^([<>]=?)?(\d+(?:\.\d+)?)(?:ms)?$/u.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const limit = Number(digits);
  return sign.startsWith('<') ? { above: -Infinity, below: limit } : { above: limit, below: Infinity };
}
