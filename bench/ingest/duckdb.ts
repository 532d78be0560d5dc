/**
 * What `race-trace check` finds in a generated trace, counted by DuckDB with all threads: `node bench/ingest/duckdb.ts FILE
 * FOLDER`, where the folder has the package. Prints an {@link Answer} as JSON.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Answer } from './answer.ts';

interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRowObjects(): readonly Record<string, unknown>[] }>;
}
interface DuckDb {
  readonly DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
}

const COLUMNS = {
  request_id: 'VARCHAR',
  inventory_key: 'VARCHAR',
  worker_id: 'VARCHAR',
  read_version: 'BIGINT',
  write_version: 'BIGINT',
  result: 'VARCHAR',
  latency_ms: 'DOUBLE',
  queue_delay_ms: 'DOUBLE',
  retry_count: 'INTEGER',
  start_us: 'BIGINT',
  write_us: 'BIGINT',
  end_us: 'BIGINT',
} as const;

const ANSWER = `
WITH writes AS (
  SELECT read_version, lag(write_version) OVER (PARTITION BY inventory_key ORDER BY write_version) AS before
  FROM t WHERE write_version IS NOT NULL
), confirmed AS (
  SELECT count(*) AS times FROM t WHERE result = 'success' GROUP BY request_id HAVING count(*) > 1
)
SELECT
  (SELECT count(*) FROM t) AS rows,
  (SELECT count(*) FROM t WHERE result = 'conflict') AS conflicts,
  (SELECT count(DISTINCT inventory_key) FROM t) AS keys,
  (SELECT count(*) FROM writes WHERE before IS NOT NULL AND read_version < before) AS staleWrites,
  (SELECT coalesce(sum(times - 1), 0) FROM confirmed) AS duplicates,
  (SELECT quantile_disc(latency_ms, 0.5) FROM t) AS p50,
  (SELECT quantile_disc(latency_ms, 0.99) FROM t) AS p99,
  (SELECT max(latency_ms) FROM t) AS max`;

const [file = '', folder = ''] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(join(folder, 'package.json'))('@duckdb/node-api') as DuckDb;
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const types = Object.entries(COLUMNS).map(([name, type]) => `'${name}': '${type}'`);
const path = file.replaceAll("'", "''");
const source = file.endsWith('.csv')
  ? `read_csv('${path}', header = true, delim = ',', columns = {${types.join(', ')}})`
  : `read_json('${path}', format = 'newline_delimited', columns = {${types.join(', ')}})`;
await connection.run(`CREATE TABLE t AS SELECT * FROM ${source}`);
const [row] = (await connection.runAndReadAll(ANSWER)).getRowObjects();
const answer: Partial<Answer> = Object.fromEntries(
  Object.entries(row!).map(([name, value]) => [name, Number(value)]),
);
console.log(JSON.stringify(answer));
