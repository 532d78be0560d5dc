import type { JsonRecord } from '../../json-value.ts';
import { firstText } from '../values.ts';

/** The place in the code that a span names, as `path:line[:column]`; undefined if it names none. */
export function siteOf(attributes: JsonRecord): string | undefined {
  const path = firstText(attributes, 'code.file.path', 'code.filepath');
  const line = firstText(attributes, 'code.line.number', 'code.lineno');
  if (path === '' || line === '') return undefined;
  const column = firstText(attributes, 'code.column.number', 'code.column');
  return [path, line, column].filter((part) => part !== '').join(':');
}
