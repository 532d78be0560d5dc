/** Whatever is changed in a certified trace, it is refused: a thousand random changes, each of another row. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { placeOfChange } from '../../../src/cli/verify-place.ts';
import { whyRefused, type VerifiedTrace } from '../../../src/cli/verify-trace.ts';
import { NONE, RESULTS, type History } from '../../../src/core/history/history.ts';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import { CanonicalRows } from '../../../src/report/certificate-content.ts';
import { certificateOf, sha256 } from './certified.ts';

const FLIPS = 1000;
const LOCATED_EVERY = 10;
const SEED = 20260318;

const trace = await openTrace(
  fileURLToPath(new URL('../../../sample-traces/hot-key-10k.trace.csv.gz', import.meta.url)),
);
const { history } = trace;
const certificate = certificateOf(trace);

const random = xoroshiro128plus(SEED);
const below = (limit: number): number => uniformInt(random, 0, limit - 1);

const digests = new CanonicalRows(history, sha256).digests;

type ColumnOfCells = {
  [K in keyof History]: History[K] extends ArrayLike<number> ? K : never;
}[keyof History];
/** The columns that a cell of is changed in, with the name that the refusal must give. */
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
  readonly changed: VerifiedTrace;
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
    says: new RegExp(`^line ${history.line[row]} was certified otherwise in column ${name};`),
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
    says: new RegExp(
      `^line ${history.line[row]} was certified otherwise in columns read_version, write_version;`,
    ),
  };
}

function flipRows(row: number): Flip {
  const rows = [...history.line.keys()];
  const other = below(history.size);
  const kind = (['drop', 'duplicate', 'exchange'] as const)[below(3)]!;
  if (kind === 'drop') rows.splice(row, 1);
  else if (kind === 'duplicate') rows.splice(other, 0, row);
  else if (row !== other) [rows[row], rows[other]] = [other, row];
  const at = kind === 'duplicate' ? other : row;
  const says = {
    drop: /^a certified row is missing between line (\d+) and line (\d+)$/,
    duplicate: /^there is a row that was not certified between line (\d+) and line (\d+)$/,
    exchange:
      /^of the lines .+ some were certified otherwise|^rows from line \d+ to line \d+ were certified otherwise/,
  }[kind];
  return { what: `${kind} row ${row} (${at})`, changed: picked(rows), was: rows, says };
}

function allBut(row: number): (number | undefined)[] {
  return Array.from(history.line.keys(), (each) => (each === row ? undefined : each));
}

/** The canonical rows of a change; only those that changed are hashed anew, or a thousand changes would take minutes. */
function rowsOf({ changed, was }: Flip): CanonicalRows {
  const rows = new CanonicalRows(changed.history, sha256, []);
  const known = was.map((row, now) => (row === undefined ? sha256(rows.text(now)) : digests[row]!));
  return new CanonicalRows(changed.history, sha256, known);
}

/** The trace with these rows in this order. */
function picked(rows: readonly number[]): VerifiedTrace {
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

  it('are all refused, each for its own reason', () => {
    const stride = Math.floor(history.size / FLIPS);
    const accepted: string[] = [];
    const misplaced: string[] = [];
    for (let flip = 0; flip < FLIPS; flip++) {
      const row = flip * stride + below(stride);
      const kind = below(10);
      const change = (kind < 7 ? flipCell : kind < 8 ? flipVersions : flipRows)(row);
      // To find the place takes longer than to refuse.
      const located = flip % LOCATED_EVERY === 0;
      const locate = located ? placeOfChange : () => 'somewhere';
      const reasons = whyRefused(change.changed, certificate, rowsOf(change), locate);
      if (reasons.length === 0) accepted.push(change.what);
      else if (located && !change.says.test(reasons[0]!)) misplaced.push(`${change.what}: ${reasons[0]}`);
    }
    assert.deepEqual(accepted, [], `seed ${SEED}`);
    assert.deepEqual(misplaced, [], `seed ${SEED}`);
  });
});
