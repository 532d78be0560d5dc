import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTrace } from '../../../src/ingest/read-trace.ts';

test('reading ends with the next piece of the file when it is interrupted, even within a line that never ends', async () => {
  const interruption = new AbortController();
  let after = 0;
  async function* endless() {
    for (let pieces = 0; after < 100; pieces++) {
      if (pieces === 20) interruption.abort(new Error('interrupted'));
      if (interruption.signal.aborted) after++;
      await new Promise(setImmediate);
      yield new Uint8Array(64 * 1024);
    }
  }
  const reading = readTrace(endless(), { name: 'zeros.trace.csv', signal: interruption.signal });
  await assert.rejects(reading, /interrupted/);
  assert.ok(after <= 2, `${after} pieces were read after the interruption`);
});
