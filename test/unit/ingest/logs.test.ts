/** The logs of test/logs, read by the mapping that each is meant to have. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import { rowsOf } from './read.ts';

const LOGS = resolve(import.meta.dirname, '../../logs');

interface Expected {
  readonly nothing?: string;
  readonly where: Readonly<Record<string, readonly string[]>>;
  readonly map: Readonly<Record<string, string>>;
  readonly result: Readonly<Record<string, string>>;
}

describe('the log of a service', async () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'race-trace-logs-'));
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  for (const entry of await readdir(LOGS, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const expected = JSON.parse(await readFile(join(LOGS, entry.name, 'expected.json'), 'utf8')) as Expected;
    if (expected.nothing !== undefined) continue;
    it(`${entry.name} has an attempt in each line that is meant, and every mapped cell`, async () => {
      const { where, map, result } = expected;
      const path = join(folder, `${entry.name}.log`);
      await cp(join(LOGS, entry.name, 'app.log'), path);
      const config = { sources: [{ files: '*.log', where, map, result }] };
      await writeFile(join(folder, 'race-trace.json'), JSON.stringify(config));
      const { history, reading, problems } = await openTrace(path);
      assert.deepEqual(problems, []);
      const text = await readFile(path, 'utf8');
      assert.equal(history.size + reading.skipped! + reading.blank, text.trimEnd().split('\n').length);
      const rows = rowsOf(history);
      assert.ok(rows.length > 5);
      for (const column of [...Object.keys(map), 'result'])
        assert.ok(
          rows.some((row) => row[column] !== undefined),
          `${column} has no cell`,
        );
    });
  }
});
