import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/*
 * Traces that the samples are too tame for: real names, a crowd of workers, and more findings than a list can hold. Each
 * is the same at every run.
 */

const HEADER =
  'request_id,inventory_key,worker_id,read_version,write_version,result,latency_ms,start_us,read_us,write_us,end_us,read_value,write_value,read_site,write_site,confirm_site';

/** An attempt as a line of CSV; times in ms, version 0 for none. */
interface Made {
  readonly request: string;
  readonly key: string;
  readonly worker: string;
  readonly read: number;
  readonly written: number;
  readonly at: readonly [start: number, read: number, write: number, end: number];
  readonly result?: string;
  readonly left: number;
  readonly sites?: string;
}

const SITES =
  'src/main/java/com/example/checkout/inventory/ReservationService.java:214,src/main/java/com/example/checkout/inventory/JdbcInventoryRepository.java:88,src/main/java/com/example/checkout/inventory/ReservationService.java:231';

function line({
  request,
  key,
  worker,
  read,
  written,
  at,
  result = 'success',
  left,
  sites = SITES,
}: Made): string {
  const [start, readAt, write, end] = at.map((ms) => String(Math.round(ms * 1000)));
  const made = written > 0;
  const cells = [
    request,
    key,
    worker,
    read,
    made ? written : '',
    result,
    Math.round((at[3] - at[0]) * 1000) / 1000,
    start,
    readAt,
    made ? write : '',
    end,
    left,
    made ? left - 1 : '',
    sites,
  ];
  return cells.join(',');
}

/** Four pods with the names that an orchestrator gives them, all of which read version 1. */
function pods(): string[] {
  const pod = 'reservation-service-7d9f8b6c5d-';
  const request = '01J9ZK3V7R8QWXY5T2M4N6P8';
  return ['x2k0j', 'm8q4z', 'b7w9d', 'h3t5v'].map((name, i) =>
    line({
      request: `${request}${i}A`,
      key: 'orders/eu-west-1/checkout/sku-000481516',
      worker: pod + name,
      read: 1,
      written: i + 2,
      at: [0.4 * i, 0.3 + 0.4 * i, 3 + 0.4 * i, 5 + 0.3 * i],
      left: 1,
    }),
  );
}

/** Twenty-four workers on twelve keys, of which four took the same seat within a millisecond. */
function crowd(): string[] {
  const rows: string[] = [];
  for (let i = 0; i < 360; i++) {
    const begin = i * 1.7;
    rows.push(
      line({
        request: `req-${String(i).padStart(5, '0')}`,
        key: `event-2031/block-c/seat-${i % 12}`,
        worker: `worker-${String((i * 7) % 24).padStart(2, '0')}`,
        read: 1 + Math.floor(i / 12),
        written: i % 5 === 3 ? 0 : 2 + Math.floor(i / 12),
        at: [begin, begin + 0.5, begin + 2.5 + (i % 3), begin + 3 + (i % 3)],
        result: i % 5 === 3 ? 'conflict' : 'success',
        left: 100 - Math.floor(i / 12),
      }),
    );
  }
  [3, 9, 14, 21].forEach((worker, i) =>
    rows.push(
      line({
        request: `race-${i}`,
        key: 'event-2031/block-c/vip-1',
        worker: `worker-${String(worker).padStart(2, '0')}`,
        read: 1,
        written: i + 2,
        at: [300 + i * 0.2, 300.4 + i * 0.2, 303 + i * 0.25, 303.6 + i * 0.5],
        left: 4,
      }),
    ),
  );
  return rows;
}

/** `attempts` on three keys by eight workers, of which every eighth writes over what it did not see. */
function hot(attempts: number): string[] {
  const rows: string[] = [];
  const made = [1, 1, 1];
  for (let i = 0; i < attempts; i++) {
    const key = i % 3;
    const version = made[key]!;
    const stale = i % 8 === 5 && version > 2;
    const begin = i * 0.9;
    const wobble = ((i * 2_654_435_761) >>> 16) % 7;
    made[key] = version + 1;
    rows.push(
      line({
        request: `r${i}`,
        key: `k${key}`,
        worker: `w${(i * 5) % 8}`,
        read: stale ? version - 1 : version,
        written: version + 1,
        at: [begin, begin + 0.1, begin + 0.3, begin + 0.5 + wobble],
        left: 1_000_000 - version,
        sites: ',,',
      }),
    );
  }
  return rows;
}

const MADE = {
  pods,
  crowd,
  hot: () => hot(12_000),
  huge: () => hot(540_000),
} as const;

/** A trace that is made, by its name. */
export type MadeTrace = keyof typeof MADE;

/** Whether a trace of this name can be made. */
export function isMade(name: string): name is MadeTrace {
  return Object.hasOwn(MADE, name);
}

/** Writes the trace among the files of the run; its path from the project's root. */
export async function madeTrace(name: MadeTrace): Promise<string> {
  const folder = 'artifacts/traces';
  await mkdir(join(import.meta.dirname, '../../..', folder), { recursive: true });
  const path = `${folder}/${name}.trace.csv`;
  await writeFile(join(import.meta.dirname, '../../..', path), `${[HEADER, ...MADE[name]()].join('\n')}\n`);
  return path;
}
