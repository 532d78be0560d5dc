/** Race Trace's recorder. It is off unless RACE_TRACE is set, to `out/run` for out/run.<pid>.trace.ndjson or to a folder. */
import { existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';

type Cell = string | number | bigint | null | undefined;
/** An attempt: `read` and `write` are called when the store has answered; the first `end` writes the row. */
export interface Attempt {
  read(value?: Cell, version?: Cell): void;
  write(value?: Cell, version?: Cell): void;
  end(result: 'success' | 'conflict' | 'rejected' | 'timeout' | 'retry'): void;
}
const off: Attempt = { read: () => undefined, write: () => undefined, end: () => undefined };
let [target, file]: [string, number?] = [process.env.RACE_TRACE ?? ''];
const name = target.endsWith('/') || existsSync(`${target}/`) ? join(target, 'race') : target;
const [root, worker_id] = [join(process.cwd(), '/'), `${hostname()}/${process.pid}/${threadId}`];
const nowUs = () => Number(process.hrtime.bigint() / 1000n);

/** Begins a request's attempt at a record; `more` are further columns, such as units, retry_count and client_id. */
export function begin(request_id: Cell, inventory_key: Cell, more: Record<string, Cell> = {}): Attempt {
  if (target === '') return off;
  const start_us = nowUs();
  const row: Record<string, Cell> = { request_id, inventory_key, worker_id, ...more, start_us };
  return {
    read: (read_value, read_version) => {
      // The earliest time at which the store can have been read, so that no read is made to look stale.
      Object.assign(row, { read_value, read_version, read_us: start_us, read_site: site() });
    },
    write: (write_value, write_version) => {
      Object.assign(row, { write_value, write_version, write_us: nowUs(), write_site: site() });
    },
    end: (result) => {
      if (!row.result) append(Object.assign(row, { result, end_us: nowUs(), confirm_site: site() }));
    },
  };
}
/** The line that called the method which asks, relative to the working directory if it lies there. */
function site(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 3;
  const frame = new Error().stack?.split('\n')[3] ?? '';
  Error.stackTraceLimit = stackTraceLimit;
  const [, url = '', at = ''] = /at (?:.*? \((?=.*\)$))?(?:async )?(.+)(:\d+:\d+)\)?$/.exec(frame) ?? [];
  const path = url.startsWith('file:') ? fileURLToPath(url) : url;
  return (path.startsWith(root) ? path.slice(root.length) : path) + at;
}
/** One call of the system for each line: what the system has taken outlives a kill of the process. */
function append(row: object): void {
  try {
    if (file === undefined) mkdirSync(dirname(name), { recursive: true });
    const line = JSON.stringify(row, (_, cell: Cell) => (typeof cell === 'bigint' ? String(cell) : cell));
    writeSync((file ??= openSync(`${name}.${process.pid}.trace.ndjson`, 'a')), `${line}\n`);
  } catch (error) {
    target = '';
    console.error(`Race Trace: recording has ended, and this trace is not whole: ${String(error)}`);
  }
}
