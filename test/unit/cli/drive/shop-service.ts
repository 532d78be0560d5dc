/** A shop with one seat, and `race-trace drive` on it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { nodeSqlite } from '../../../../src/harness/store/sqlite/node-sqlite.ts';
import { runCli } from '../terminal.ts';

const SHOP = join(import.meta.dirname, 'programs/shop.ts');
/** What the books of the service are read and reset by. */
export const BOOKS = 'SELECT sku AS key, left AS value FROM stock';
export const RESET = 'UPDATE stock SET left = 1; DELETE FROM sales';
/** Resets before each round, without asking. */
export const RESETS = ['--reset', RESET, '--yes'] as const;
/** The query of an invariant that this service breaks. */
export const SOLD_TWICE = 'SELECT sku, count(*) AS n FROM sales GROUP BY sku HAVING count(*) > 1';

/** Gone when the tests of the file have ended. */
export const folder = mkdtempSync(join(tmpdir(), 'race-trace-drive-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;

/** Starts the service in a process of its own, for one test. */
export async function shop(test: TestContext, mode: string) {
  const file = join(folder, `shop-${++files}.db`);
  const service = spawn(process.execPath, [SHOP, file, mode], { stdio: ['ignore', 'pipe', 'ignore'] });
  test.after(() => service.kill('SIGKILL'));
  const [port] = (await once(service.stdout, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${port.toString().trim()}`;
  const left = (): number => {
    const database = new (nodeSqlite().DatabaseSync)(file);
    const { left: found } = database.prepare('SELECT left FROM stock').get()!;
    database.close();
    return Number(found);
  };
  const store = ['--store', `sqlite:${file}`];
  const books = [...store, '--query', BOOKS];
  return { file, url, left, store, books, out: ['--out', join(folder, `out-${files}`)] };
}

/** `race-trace drive` of two sales at once. */
export const drive = (url: string, ...flags: readonly string[]) =>
  runCli(['drive', `${url}/buy`, '--method', 'POST', '--at-once', '2', ...flags]);

/** What `--format json` says. */
export interface Driven {
  readonly verdict: string;
  readonly unknown_because: readonly string[];
  readonly rounds: number;
  readonly broken: number;
  readonly interval_95: readonly [number, number];
  readonly notes: readonly string[];
  readonly list: readonly { readonly answers: string; readonly faults: readonly string[] }[];
  readonly trace: string;
}
/** Its JSON. */
export const driven = (stdout: string): Driven => JSON.parse(stdout) as Driven;

/** Runs with the config of a folder. */
export async function ofConfig(at: string, ...flags: readonly string[]) {
  const back = process.cwd();
  process.chdir(at);
  try {
    return await runCli(['drive', '--at-once', '2', ...flags]);
  } finally {
    process.chdir(back);
  }
}
