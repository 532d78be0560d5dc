/**
 * Recomputes the figures of a report from the rows of its traces, with nothing of this project: its own reading of the CSV
 * and its own arithmetic. `node test/recompute/recompute.ts DIR [BEFORE]` takes the folder of a report and the run that it
 * is held against, which is looked for beside it; it prints each figure and whether it agrees, and ends in 1 if one does not.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import Papa from 'papaparse';

type Row = Readonly<Record<string, string>>;

/** A figure of a report, and the same by the rows. */
export interface Compared {
  readonly name: string;
  readonly report: number | null;
  readonly rows: number | null;
  readonly agrees: boolean;
}

interface PhaseRef {
  readonly side: 'candidate' | 'before';
  readonly phase: string;
  readonly label: string;
}

/** What is read of a `report.json`; every figure is a number or null. */
interface Report {
  readonly before: { readonly name: string } | null;
  readonly peaks: Readonly<Record<'before' | 'after', PhaseRef | null>>;
  readonly table: readonly {
    readonly metric: string;
    readonly before: number | null;
    readonly after: number | null;
    readonly untrusted: Readonly<Record<'before' | 'after', number | null>>;
  }[];
  readonly decision: {
    readonly criteria: readonly {
      readonly criterion: string;
      readonly phase: string;
      readonly measured: number | null;
    }[];
  };
  readonly invariant: readonly (PhaseRef & {
    readonly attempts: number;
    readonly keys: number;
    readonly ledger: Readonly<Record<'confirmed' | 'initial' | 'remaining' | 'mismatch', number | null>>;
  })[];
  readonly latency: readonly (PhaseRef & {
    readonly percentile: readonly number[];
    readonly ms: readonly number[];
  })[];
  readonly coverage: readonly (PhaseRef & Readonly<Record<string, number>>)[];
  readonly popularity: readonly (PhaseRef & {
    readonly rows: readonly { readonly name: string; readonly attempts: number; readonly refused: number }[];
  })[];
}

/** Every figure that a report has of its rows. @param before the folder of the run that it is held against */
export function recompute(directory: string, before?: string): readonly Compared[] {
  const report = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8')) as Report;
  const other =
    before ?? (report.before === null ? undefined : join(dirname(resolve(directory)), report.before.name));
  const read = new Map<string, Figures>();
  const of = ({ side, phase }: Pick<PhaseRef, 'side' | 'phase'>): Figures => {
    const folder = side === 'candidate' ? directory : other!;
    const name = join(folder, phase);
    const known = read.get(name) ?? figuresOf(folder, phase);
    read.set(name, known);
    return known;
  };
  const compared: Compared[] = [];
  const hold = (name: string, said: number | null | undefined, rows: number) => {
    compared.push({
      name,
      report: said ?? null,
      rows,
      agrees: said !== null && said !== undefined && near(said, rows),
    });
  };
  for (const side of ['before', 'after'] as const) {
    const peak = report.peaks[side];
    if (peak === null) continue;
    for (const line of report.table) {
      const rows = of(peak).table[line.metric];
      const said = line[side] ?? line.untrusted[side];
      if (said !== null && rows !== undefined) hold(`${peak.label}: ${line.metric}`, said, rows);
    }
  }
  for (const { criterion, phase, measured } of report.decision.criteria)
    if (measured !== null && phase !== 'canary')
      hold(`${phase}: ${criterion}`, measured, of({ side: 'candidate', phase }).table[criterion]!);
  for (const books of report.invariant) {
    const { table, attempts, keys, initial, remaining } = of(books);
    hold(`${books.label}: attempts`, books.attempts, attempts);
    hold(`${books.label}: keys with attempts`, books.keys, keys);
    hold(`${books.label}: confirmed`, books.ledger.confirmed, table.confirmed!);
    if (books.ledger.mismatch === null) continue;
    hold(`${books.label}: initial`, books.ledger.initial, initial);
    hold(`${books.label}: remaining`, books.ledger.remaining, remaining);
    hold(`${books.label}: mismatch`, books.ledger.mismatch, table['invariant mismatch']!);
  }
  for (const curve of report.latency)
    for (const [at, percentile] of curve.percentile.entries())
      hold(`${curve.label}: p${percentile} latency`, curve.ms[at], rankOf(of(curve).latencies, percentile));
  for (const line of report.coverage)
    for (const [name, rows] of Object.entries(of(line).coverage))
      hold(`${line.label}: ${name}`, line[name], rows);
  for (const phase of report.popularity)
    for (const { name, attempts, refused } of phase.rows) {
      const key = of(phase).byKey.get(name);
      hold(`${phase.label}: attempts on ${name}`, attempts, key?.attempts ?? 0);
      hold(`${phase.label}: refused on ${name}`, refused, key?.refused ?? 0);
    }
  return compared;
}

interface Figures {
  readonly attempts: number;
  readonly keys: number;
  readonly initial: number;
  readonly remaining: number;
  /** By the report's own names. */
  readonly table: Readonly<Record<string, number>>;
  readonly coverage: Readonly<Record<string, number>>;
  /** Of the requests, in milliseconds, ascending. */
  readonly latencies: readonly number[];
  readonly byKey: ReadonlyMap<string, { attempts: number; refused: number }>;
}

function figuresOf(folder: string, phase: string): Figures {
  const rows = readRows(folder, phase);
  const beside = <T>(ending: string): Partial<T> => {
    const path = join(folder, `${phase}.${ending}`);
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : {};
  };
  const manifest = beside<{ initial: Records; remaining: Records }>('run.json');
  // Of what was never sent there is no row.
  const metrics = beside<{ requests: { offered: number; sent: number } }>('metrics.json');
  const unsent = metrics.requests === undefined ? 0 : metrics.requests.offered - metrics.requests.sent;
  const count = (holds: (row: Row) => boolean) => rows.reduce((sum, row) => sum + Number(holds(row)), 0);
  const is =
    (...results: readonly string[]) =>
    (row: Row) =>
      results.includes(row.result!);
  const deliveries = rows.length - count(is('retry'));
  const atDoor = (row: Row) => row.result === 'rejected' && row.worker_id === '';
  const requests = grouped(rows, ({ request_id }) => request_id!);
  const timeouts = count(is('timeout'));
  const confirmed = [...requests.values()].reduce((sum, attempts) => sum + confirmationsIn(attempts), 0);
  const [initial, remaining] = [unitsIn(manifest.initial), unitsIn(manifest.remaining)];
  const latencies = ascending(
    [...requests.values()].map((attempts) => {
      const due = least(attempts.map(({ start_us }) => Number(start_us)));
      return (most(attempts.map(({ end_us }) => Number(end_us))) - due) / 1000;
    }),
  );
  const waits = ascending(
    rows.filter((row) => row.queue_delay_ms !== '').map((row) => Number(row.queue_delay_ms)),
  );
  const byKey = new Map<string, { attempts: number; refused: number }>();
  for (const row of rows) {
    const key = byKey.get(row.inventory_key!) ?? { attempts: 0, refused: 0 };
    byKey.set(row.inventory_key!, key);
    key.attempts++;
    key.refused += Number(is('retry', 'conflict')(row));
  }
  return {
    attempts: rows.length,
    keys: byKey.size,
    initial,
    remaining,
    table: {
      confirmed,
      expected: initial - remaining,
      'invariant mismatch': confirmed - (initial - remaining),
      'invariant error rate': confirmed === 0 ? 0 : (confirmed - (initial - remaining)) / confirmed,
      'p99 latency': rankOf(latencies, 99),
      'HTTP 5xx rate': (count(atDoor) + timeouts + unsent) / (deliveries + unsent),
      'conflict rate': count(is('conflict')) / deliveries,
      'duplicate confirmations': [...requests.values()].filter((attempts) => confirmationsIn(attempts) > 1)
        .length,
      'maximum queue delay': waits.at(-1) ?? NaN,
      'p99.9 queue delay': rankOf(waits, 99.9),
      'attempts per request': rows.length / requests.size,
    },
    coverage: {
      attempts: rows.length,
      workers: new Set(rows.map((row) => row.worker_id).filter((worker) => worker !== '')).size,
      keys: byKey.size,
      turned_away: count(atDoor),
      sold_out: count(is('rejected')) - count(atDoor),
      unknown_share: timeouts / rows.length,
      writers: rows.filter(couldWrite).length,
      ...overlaps(rows.filter(couldWrite)),
    },
    latencies,
    byKey,
  };
}

function grouped(rows: readonly Row[], by: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(by(row)) ?? [];
    groups.set(by(row), group);
    group.push(row);
  }
  return groups;
}

type Records = Readonly<Record<string, { readonly value: number }>>;

function unitsIn(records: Records | undefined): number {
  return Object.values(records ?? {}).reduce((sum, { value }) => sum + value, 0);
}

function readRows(folder: string, phase: string): readonly Row[] {
  const path = join(folder, `${phase}.trace.csv`);
  const text = existsSync(path) ? readFileSync(path) : gunzipSync(readFileSync(`${path}.gz`));
  return Papa.parse<Row>(text.toString('utf8'), { header: true, skipEmptyLines: true }).data;
}

/** Different writes by which a request was confirmed; a repeated confirmation names the same one. */
function confirmationsIn(attempts: readonly Row[]): number {
  return new Set(attempts.filter(({ result }) => result === 'success').map((row) => row.write_version)).size;
}

/** What read, wanted to write, and knows what came of it; a repeated confirmation has read nothing. */
function couldWrite({ result, read_us, write_version }: Row): boolean {
  if (read_us === '') return false;
  return result === 'success' ? write_version !== '' : result === 'conflict' || result === 'retry';
}

/** Pairs of attempts of two workers on one key whose windows from read to write have a stretch in common. */
function overlaps(writers: readonly Row[]): Readonly<Record<string, number>> {
  let [overlapped, contended] = [0, 0];
  for (const rows of grouped(writers, ({ inventory_key }) => inventory_key!).values()) {
    const windows = rows
      .map((row) => ({
        from: Number(row.read_us),
        to: Number(row.write_us === '' ? row.end_us : row.write_us),
        worker: row.worker_id,
      }))
      .filter(({ from, to }) => from < to)
      .sort((a, b) => a.from - b.from);
    const met = new Set<number>();
    for (let first = 0; first < windows.length; first++)
      for (let second = first + 1; second < windows.length; second++) {
        if (windows[second]!.from >= windows[first]!.to) break;
        if (windows[first]!.worker !== windows[second]!.worker) met.add(first).add(second);
      }
    overlapped += met.size;
    contended += Number(met.size > 0);
  }
  const share = writers.length === 0 ? 0 : overlapped / writers.length;
  return { overlapped, overlapped_share: share, contended_keys: contended };
}

/** The smallest observed value that at least so many per cent do not exceed; thousandths keep the rank exact. */
function rankOf(sorted: readonly number[], percentile: number): number {
  const rank = Math.ceil((Math.round(percentile * 1000) * sorted.length) / 100_000);
  return sorted[Math.max(1, rank) - 1] ?? NaN;
}

function ascending(values: number[]): readonly number[] {
  return values.sort((a, b) => a - b);
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}

/** Quotients of doubles may differ in the last digits. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [directory = '.', before] = process.argv.slice(2);
  const compared = recompute(directory, before);
  for (const { name, report, rows, agrees } of compared)
    console.log(
      `${agrees ? 'agrees' : 'DIFFERS'}  ${name}: ${report}${agrees ? '' : `, by the rows ${rows}`}`,
    );
  const wrong = compared.filter(({ agrees }) => !agrees).length;
  console.log(`${compared.length} figures, ${wrong} of them differ`);
  process.exitCode = wrong === 0 && compared.length > 0 ? 0 : 1;
}
