import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MemoryError } from '../../../src/ingest/memory-need.ts';
import { HEADER, read } from './read.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const MEGABYTE = 1e6;
const folder = mkdtempSync(join(tmpdir(), 'race-trace-memory-'));
after(() => {
  rmSync(folder, { recursive: true });
});

function csv(rows: number, key: (row: number) => string, request: (row: number) => string): string {
  return `${HEADER}\n${Array.from({ length: rows }, (_, row) => `${request(row)},${key(row)},success\n`).join('')}`;
}

function ndjson(rows: number): string {
  const line = (row: number) =>
    `{"request_id":"r${row}","inventory_key":"seat-1","result":"success","note":"${'x'.repeat(400)}"}\n`;
  return Array.from({ length: rows }, (_, row) => line(row)).join('');
}

/** Limits of so many megabytes. */
const limits = (total: number, heap = 1000) => ({
  totalBytes: total * MEGABYTE,
  heapBytes: heap * MEGABYTE,
});

describe('memory that a trace needs', () => {
  const oneKey = csv(20_000, () => 'seat-1', String);

  it('is what it has read, of a file that does not say how long it is', async () => {
    await assert.rejects(read(oneKey, { memory: limits(81) }), {
      name: 'MemoryError',
      message: /^needs about 8\d MB of memory, 81 MB allowed: check a part of it /,
    });
    assert.equal((await read(oneKey, { memory: limits(90) })).history.size, 20_000);
  });

  it('is foreseen from the share of the file that was read, of CSV and of NDJSON', async () => {
    const long = csv(
      11_000,
      () => 'seat-1',
      (row) => `${row}-${'x'.repeat(400)}`,
    );
    for (const [name, content] of [
      ['a.trace.csv', long],
      ['a.trace.ndjson', ndjson(11_000)],
    ] as const) {
      const bytes = Buffer.byteLength(content);
      assert.ok(bytes > 4 * 2 ** 20);
      const options = { name, memory: limits(500) };
      await assert.rejects(read(content, { ...options, fileBytes: 1000 * bytes }), MemoryError);
      assert.equal((await read(content, { ...options, fileBytes: bytes })).history.size, 11_000);
    }
  });

  it('is that of distinct ids too', async () => {
    const long = (row: number): string => `${row}`.padStart(200, 'r');
    const distinct = csv(20_000, () => 'seat-1', long);
    const alike = csv(
      20_000,
      () => 'seat-1',
      () => long(1),
    );
    await assert.rejects(read(distinct, { memory: limits(84) }), MemoryError);
    assert.equal((await read(alike, { memory: limits(84) })).history.size, 20_000);
  });

  it('is counted by key before the check', async () => {
    const manyKeys = csv(20_000, (row) => `seat-${row}`, String);
    await assert.rejects(read(manyKeys, { memory: limits(1000, 20) }), {
      name: 'MemoryError',
      message:
        /^needs about 34 MB of memory for 20,000 keys, 20 MB allowed: allow more with NODE_OPTIONS=--max-old-space-size=49, or check a part of it$/,
    });
    assert.equal((await read(oneKey, { memory: limits(1000, 20) })).history.size, 20_000);
  });

  it('ends a check with a sentence where it would have ended without memory', () => {
    const path = join(folder, 'keys.trace.csv');
    writeFileSync(
      path,
      csv(60_000, (row) => `seat-${row}`, String),
    );
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ['--max-old-space-size=48', MAIN, 'check', '--quiet', path],
      { encoding: 'utf8' },
    );
    assert.match(
      stderr,
      /^race-trace: \S+ needs about 78 MB of memory for 60,000 keys, \d+ MB allowed: .*\n$/,
    );
    assert.deepEqual([status, stdout], [2, '']);
  });
});
