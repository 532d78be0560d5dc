/** Whatever is changed in a certified trace, it is refused: a thousand random changes, each of another row. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { type History } from '../../../src/core/history/history.ts';
import { readManifest } from '../../../src/ingest/run-files/manifest.ts';
import { rowDigests } from '../../../src/ingest/row-digest.ts';
import { read } from '../ingest/read.ts';
import { certificateOf, whyRefused, type CertifiedTrace } from './certified.ts';
import { NONE, RESULT, RESULTS } from '../../../src/core/words/codes.ts';

const FLIPS = 1000;
const SEED = 20260318;

/** Of the sample's rows: enough for every change to have one of its own, few enough to go through a thousand times. */
const ROWS = 2000;
const sample = new URL('../../../sample-traces/hot-key-10k.', import.meta.url);
const text = gunzipSync(readFileSync(new URL(`${sample.href}trace.csv.gz`))).toString('utf8');
const { facts } = readManifest(readFileSync(new URL(`${sample.href}run.json`), 'utf8'));
const beginning = text
  .split('\n')
  .slice(0, 1 + ROWS)
  .join('\n');
const trace = { ...(await read(`${beginning}\n`, { facts })), facts };
const { history } = trace;
const certificate = certificateOf(trace);

const random = xoroshiro128plus(SEED);
const below = (limit: number): number => uniformInt(random, 0, limit - 1);

const digests = rowDigests(history);

type ColumnOfCells = {
  [K in keyof History]: History[K] extends ArrayLike<number> ? K : never;
}[keyof History];
/** The columns that a cell of is changed in. */
const COLUMNS: readonly (readonly [ColumnOfCells, string])[] = [
  ['requestId', 'request_id'],
  ['inventoryKey', 'inventory_key'],
  ['workerId', 'worker_id'],
  ['readVersion', 'read_version'],
  ['writeVersion', 'write_version'],
  ['result', 'result'],
  ['latencyMs', 'latency_ms'],
  ['queueDelayMs', 'queue_delay_ms'],
  ['retryCount', 'retry_count'],
  ['clientId', 'client_id'],
  ['startUs', 'start_us'],
  ['readUs', 'read_us'],
  ['writeUs', 'write_us'],
  ['endUs', 'end_us'],
  ['readValue', 'read_value'],
  ['writeValue', 'write_value'],
  ['readSite', 'read_site'],
  ['writeSite', 'write_site'],
  ['confirmSite', 'confirm_site'],
  ['phase', 'phase'],
  ['fault', 'fault'],
  ['deployment', 'deployment'],
];

interface Flip {
  readonly what: string;
  readonly changed: CertifiedTrace;
  /** The certified row of each row that was not changed; of the others undefined. */
  readonly was: readonly (number | undefined)[];
  /** What the first reason must say. */
  readonly says: RegExp;
}

/** Another value that a cell of this column may well have. */
function another(column: ColumnOfCells, now: number): number {
  switch (column) {
    case 'result':
      return (now + 1 + below(RESULTS.length - 1)) % RESULTS.length;
    case 'inventoryKey':
    case 'phase':
    case 'deployment':
    case 'fault':
      // These have one value in all rows: any other text, or none.
      return now !== NONE && below(2) === 0 ? NONE : history.requestId[below(history.size)]!;
    default: {
      const other = history[column][below(history.size)]!;
      if (!Object.is(other, now)) return other;
      return Number.isNaN(now) ? 1 : now + 1;
    }
  }
}

function flipCell(row: number): Flip {
  const [column, name] = COLUMNS[below(COLUMNS.length)]!;
  const cells = history[column].slice();
  cells[row] = another(column, cells[row]!);
  return {
    what: `${name} of row ${row}: ${history[column][row]} → ${cells[row]}`,
    changed: { ...trace, history: { ...history, [column]: cells } },
    was: allBut(row),
    says: firstAt(row, column === 'inventoryKey'),
  };
}

/** Two cells of a row, exchanged or moved together, as who wants to hide something would. */
function flipVersions(row: number): Flip {
  const shift = 1 + below(3);
  const [readVersion, writeVersion] = [history.readVersion.slice(), history.writeVersion.slice()];
  readVersion[row] = Math.max(0, readVersion[row]! + shift);
  writeVersion[row] = Math.max(0, writeVersion[row]! + shift);
  return {
    what: `both versions of row ${row} by ${shift}`,
    changed: { ...trace, history: { ...history, readVersion, writeVersion } },
    was: allBut(row),
    says: firstAt(row),
  };
}

function flipRows(row: number): Flip {
  const rows = [...history.line.keys()];
  const other = below(history.size);
  const kind = (['drop', 'duplicate', 'exchange'] as const)[below(3)]!;
  if (kind === 'drop') rows.splice(row, 1);
  else if (kind === 'duplicate') rows.splice(other, 0, row);
  else if (row !== other) [rows[row], rows[other]] = [other, row];
  // The first row that is not the one that was certified there.
  const at = kind === 'duplicate' ? other : kind === 'exchange' ? Math.min(row, other) : row;
  return { what: `${kind} row ${row} (${other})`, changed: picked(rows), was: rows, says: firstAt(at) };
}

/** What the first reason says: the line, and the key unless it is that which was changed. */
function firstAt(row: number, isOfAnyKey = false): RegExp {
  const key = isOfAnyKey ? '.+' : history.strings.at(history.inventoryKey[row]!)!;
  const line = row < history.size ? String(history.line[row]) : 'unknown';
  return new RegExp(`^line ${line}, key ${key}: from here on the rows are not the certified ones$`);
}

function allBut(row: number): (number | undefined)[] {
  return Array.from(history.line.keys(), (each) => (each === row ? undefined : each));
}

/** The digests of a changed trace; only rows that changed are hashed anew, or a thousand changes would take minutes. */
function digestsOf({ changed, was }: Flip): readonly string[] {
  const changes = was.flatMap((row, now) => (row === undefined ? [now] : []));
  const anew = rowDigests(changed.history, changes);
  return was.map((row) => (row === undefined ? anew.shift()! : digests[row]!));
}

/** The trace with these rows in this order. */
function picked(rows: readonly number[]): CertifiedTrace {
  const columns = COLUMNS.map(([column]) => {
    const cells = history[column];
    return [column, (cells.constructor as Float64ArrayConstructor).from(rows, (row) => cells[row]!)];
  });
  const line = Uint32Array.from(rows, (_, index) => index + 2);
  const changed = Object.fromEntries(columns) as Pick<History, ColumnOfCells>;
  return {
    ...trace,
    history: { ...history, ...changed, size: rows.length, line },
    reading: { ...trace.reading, accepted: rows.length },
  };
}

describe(`${FLIPS} changes of a certified trace of ${history.size} rows`, () => {
  it('has rows enough to change each only once', () => {
    assert.ok(history.size >= FLIPS);
    assert.deepEqual(whyRefused(trace, certificate), []);
  });

  it('are all refused, each at its line', () => {
    const stride = Math.floor(history.size / FLIPS);
    const accepted: string[] = [];
    const misplaced: string[] = [];
    for (let flip = 0; flip < FLIPS; flip++) {
      const row = flip * stride + below(stride);
      const kind = below(10);
      const change = (kind < 7 ? flipCell : kind < 8 ? flipVersions : flipRows)(row);
      const reasons = whyRefused(change.changed, certificate, digestsOf(change));
      if (reasons.length === 0) accepted.push(change.what);
      else if (!change.says.test(reasons[0]!)) misplaced.push(`${change.what}: ${reasons[0]}`);
    }
    assert.deepEqual(accepted, [], `seed ${SEED}`);
    assert.deepEqual(misplaced, [], `seed ${SEED}`);
  });

  it('are refused too where the digests were forged to fit, if the books stand on what was changed', () => {
    const accepted: string[] = [];
    for (const row of history.line.keys()) {
      if (row % 100 > 0 || history.result[row] !== RESULT.success) continue;
      const result = history.result.slice();
      result[row] = RESULT.conflict;
      const kinds: readonly CertifiedTrace[] = [
        { ...trace, history: { ...history, result } },
        flipVersions(row).changed,
      ];
      for (const changed of kinds) {
        const forged = certificateOf(changed).rows;
        if (whyRefused(changed, { ...certificate, rows: forged }).length === 0) accepted.push(String(row));
      }
    }
    assert.deepEqual(accepted, []);
  });
});
