import type { History } from '../history/history.ts';
import { versionName } from '../history/names.ts';
import type { Finding } from '../findings/finding.ts';
import { NONE, RESULTS } from '../words/codes.ts';
import type { FilterField } from '../words/filter-fields.ts';
import { filterTerms, latencyRange, type FilterTerm } from './filter-terms.ts';

/** What a text in the filter field selects: every one of its terms must fit. */
export interface Filter {
  /** Nothing was asked for: everything fits. */
  readonly isEmpty: boolean;
  /** What is wrong with the text, as a sentence with what to write instead; '' where nothing is. */
  readonly problem: string;
  /** Whether the attempt fits, its key and what was found about it included. */
  readonly fitsRow: (row: number) => boolean;
  /** Whether a key fits by its name alone; an index in the history's strings. */
  readonly fitsKeyName: (key: number) => boolean;
  /** Whether a finding fits by its code, its key, or one of its rows. */
  readonly fitsFinding: (finding: Pick<Finding, 'code' | 'key' | 'rows'>) => boolean;
}

/** One term, ready to be asked. */
interface Test {
  readonly row: (row: number) => boolean;
  readonly key: (key: number) => boolean;
  readonly code: (code: string) => boolean;
}

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/**
 * The filter for what was typed, in whatever case; each name of the trace is compared once at most. `v3` is also the
 * version 3, of any length, and no other.
 */
export function filterOf(history: History, typed: string): Filter {
  const terms = filterTerms(typed);
  const tests = terms.map((term) => testOf(history, term));
  const all = (fits: (test: Test) => boolean): boolean => tests.every(fits);
  return {
    isEmpty: tests.length === 0,
    problem: problemOf(terms),
    fitsRow: (row) => all((test) => test.row(row)),
    fitsKeyName: (key) => all((test) => test.key(key)),
    fitsFinding: ({ code, key, rows }) =>
      all((test) => test.code(code) || test.key(key)) ||
      rows.some((row) => all((test) => test.code(code) || test.key(key) || test.row(row))),
  };
}

const never = (): boolean => false;

function testOf(history: History, { field, text }: FilterTerm): Test {
  const name = namesWith(history, text);
  const named =
    (...columns: readonly Int32Array[]) =>
    (row: number): boolean =>
      columns.some((column) => name(column[row]!));
  const { requestId, workerId, clientId, inventoryKey } = history;
  const version = versionTest(history, text, field === 'version');
  const code = (of: string): boolean => of.includes(text) || of.replaceAll('-', ' ').includes(text);
  const tests: Readonly<Record<FilterField, () => Test>> = {
    key: () => ({ row: named(inventoryKey), key: name, code: never }),
    request: () => ({ row: named(requestId), key: never, code: never }),
    worker: () => ({ row: named(workerId), key: never, code: never }),
    client: () => ({ row: named(clientId), key: never, code: never }),
    version: () => ({ row: version, key: never, code: never }),
    result: () => ({ row: resultTest(history, (of) => of.startsWith(text)), key: never, code: never }),
    latency: () => ({ row: latencyTest(history, text), key: never, code: never }),
    finding: () => ({ row: never, key: never, code }),
  };
  if (field !== undefined) return tests[field]();
  const anyName = named(inventoryKey, requestId, workerId, clientId);
  const result = resultTest(history, (of) => of === text);
  return { row: (row) => anyName(row) || version(row) || result(row), key: name, code };
}

/** Whether a name of the trace, an index in the history's strings, contains the text. */
function namesWith({ strings }: History, text: string): (index: number) => boolean {
  const compared = new Uint8Array(strings.length);
  return (index) => {
    if (index === NONE) return false;
    if (compared[index] === UNKNOWN)
      compared[index] = strings.at(index)!.toLowerCase().includes(text) ? YES : NO;
    return compared[index] !== NO;
  };
}

/** Whether an attempt read or wrote the version; one that is no number only where a version is asked for. */
function versionTest(history: History, text: string, isAsked: boolean): (row: number) => boolean {
  const { readVersion, writeVersion, versions } = history;
  const [, digits] = (isAsked ? /^v?(\d{1,19})$/u : /^v(\d{1,19})$/u).exec(text) ?? [];
  const cell = digits === undefined ? undefined : versions.cell(BigInt(digits));
  if (cell !== undefined) return (row) => readVersion[row] === cell || writeVersion[row] === cell;
  if (!isAsked || digits !== undefined) return never;
  const known = new Map<number, boolean>();
  const fits = (of: number): boolean => {
    if (of === NONE) return false;
    const before = known.get(of);
    if (before !== undefined) return before;
    const now = versionName(history, of).toLowerCase().includes(text);
    known.set(of, now);
    return now;
  };
  return (row) => fits(readVersion[row]!) || fits(writeVersion[row]!);
}

function resultTest({ result }: History, fits: (name: string) => boolean): (row: number) => boolean {
  const fitting = RESULTS.map(fits);
  return (row) => fitting[result[row]!] === true;
}

function latencyTest({ latencyMs }: History, text: string): (row: number) => boolean {
  const range = latencyRange(text);
  if (range === undefined) return never;
  const { above, below } = range;
  return (row) => latencyMs[row]! >= above && latencyMs[row]! <= below;
}

function problemOf(terms: readonly FilterTerm[]): string {
  for (const { field, text } of terms) {
    if (field === 'latency' && latencyRange(text) === undefined)
      return 'Write a latency in milliseconds, as latency:>50 or latency:<5.';
    if (field === 'result' && !RESULTS.some((result) => result.startsWith(text)))
      return `A result is ${RESULTS.slice(0, -1).join(', ')} or ${RESULTS.at(-1)!}.`;
  }
  return '';
}
