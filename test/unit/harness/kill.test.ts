import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import { repeats } from '../../repeats.ts';
import { RESULTS } from '../../../src/core/words/codes.ts';

const KILLS = repeats({ ordinary: 8, long: 30 });
const directory = mkdtempSync(join(tmpdir(), 'race-trace-kill-'));
after(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Kills a process that records, once it has acknowledged this many; returns all that it had, `REQUEST RESULT` each. */
async function killed(trace: string, afterRows: number): Promise<readonly string[]> {
  const program = join(import.meta.dirname, 'programs/record-forever.ts');
  const child = spawn(process.execPath, [program, trace], { stdio: ['ignore', 'pipe', 'inherit'] });
  let acknowledged = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      acknowledged += chunk.toString();
      if (acknowledged.split('\n').length > afterRows) resolve();
    });
  });
  // Anywhere within the next few attempts.
  await sleep(Math.random() * 10);
  child.kill('SIGKILL');
  await once(child, 'close');
  // A line without its end was cut by the kill; it was not acknowledged yet.
  return acknowledged.split('\n').slice(0, -1);
}

describe('a recording process that is killed', () => {
  it(`has every acknowledged attempt in its trace, ${KILLS} times out of ${KILLS}`, async (t: TestContext) => {
    let rows = 0;
    let torn = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const trace = join(directory, `${kill}.trace.csv`);
      const acknowledged = await killed(trace, Math.random() * 200);
      const { history, reading } = await openTrace(trace);
      const recorded = new Set<string>();
      for (let row = 0; row < history.size; row++)
        recorded.add(`${history.strings.at(history.requestId[row]!)!} ${RESULTS[history.result[row]!]!}`);
      assert.ok(acknowledged.length > 0);
      assert.deepEqual(
        acknowledged.filter((row) => !recorded.has(row)),
        [],
      );
      assert.ok(reading.rejected <= 1, 'nothing but the last line may be torn');
      rows += acknowledged.length;
      torn += reading.rejected;
    }
    t.diagnostic(`${KILLS} kills, ${rows} acknowledged rows, 0 lost, ${torn} torn tails`);
  });
});
