import Papa from 'papaparse';
import { clipped } from '../../core/words/printable.ts';
import { whyNoJson } from '../json/json-file.ts';
import { isObject, type Json } from '../json-value.ts';
import { parseLine } from '../json/line.ts';

import { BooksError, type BookRow } from './records.ts';

/** The rows in what a command printed: JSON lines, an array of JSON objects, or CSV with a header. @throws BooksError */
export function rowsOfText(text: string): readonly BookRow[] {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (trimmed.startsWith('[')) return objects(json(trimmed, 'its output'));
  if (!trimmed.startsWith('{')) return rowsOfCsv(trimmed);
  const lines = trimmed.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  return objects(lines.map((line, index) => json(line, `line ${index + 1}`)));
}

function json(text: string, what: string): Json {
  try {
    return parseLine(text).value;
  } catch (error) {
    throw new BooksError(clipped(`${what} ${whyNoJson(text, error)}`, 200), { cause: error });
  }
}

function objects(values: Json): readonly BookRow[] {
  const rows = values as readonly Json[];
  const wrong = rows.findIndex((row) => !isObject(row));
  if (wrong >= 0) throw new BooksError(`row ${wrong + 1} is not a JSON object`);
  return rows as readonly BookRow[];
}

function rowsOfCsv(text: string): readonly BookRow[] {
  const { data } = Papa.parse<BookRow>(text, { header: true, skipEmptyLines: true });
  return data;
}
