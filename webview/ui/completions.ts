import { RESULTS } from '../../src/core/words/codes.ts';
import { FILTER_FIELDS, type FilterField } from '../../src/core/words/filter-fields.ts';

/** The names that a filter may be completed to, by field. */
export type KnownNames = Readonly<Partial<Record<FilterField, readonly string[]>>>;

/** More are not looked through. */
const MOST = 20;

const FIELDS = Object.keys(FILTER_FIELDS) as readonly FilterField[];

/** What the text of the filter can be completed to: its last word by a field, or by a value of the field that it names. */
export function completions(text: string, names: KnownNames): readonly string[] {
  const [, before = '', word = ''] = /^(.*?)(\S*)$/su.exec(text) ?? [];
  const colon = word.indexOf(':');
  if (colon < 0)
    return FIELDS.filter((field) => field.startsWith(word.toLowerCase()) && field !== word).map(
      (field) => `${before}${field}:`,
    );
  const field = FIELDS.find((one) => one === word.slice(0, colon).toLowerCase());
  if (field === undefined) return [];
  const typed = word
    .slice(colon + 1)
    .replaceAll('"', '')
    .toLowerCase();
  return valuesOf(field, names)
    .filter((value) => value.toLowerCase().includes(typed) && value.toLowerCase() !== typed)
    .slice(0, MOST)
    .map((value) => `${before}${field}:${/\s/u.test(value) ? `"${value}"` : value}`);
}

function valuesOf(field: FilterField, names: KnownNames): readonly string[] {
  if (field === 'result') return RESULTS;
  if (field === 'latency') return ['>50', '<5'];
  return names[field] ?? [];
}
