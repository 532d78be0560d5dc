import assert from 'node:assert/strict';
import { it } from 'node:test';
import { delayedStore } from '../../../src/harness/store/decorators/delayed-store.ts';
import { memoryStore } from '../../../src/harness/store/memory/memory-store.ts';
import { timedStore } from '../../../src/harness/store/decorators/timed-store.ts';

it('a timed store counts every call of the service and how long it took, refused and failed ones too', async () => {
  let nowMs = 0;
  const sleep = (ms: number) => {
    nowMs += ms;
    return Promise.resolve();
  };
  // This draw makes every delay the same.
  const delayed = delayedStore(memoryStore(), 8, { random: () => 0.25, sleep });
  const { store, times } = timedStore(delayed, () => nowMs);
  await store.load(new Map([['seat-7', 3]]));
  assert.deepEqual(times(), { storeCalls: 0, storeMs: 0 }, 'what the run itself calls is not counted');
  await store.get('seat-7');
  const { storeMs: each } = times();
  assert.ok(each > 5 && each < 10, `${each} ms`);
  await store.put('seat-7', 2);
  await store.putIf('seat-7', 1, 99, 'r-1');
  await store.take('seat-7', 'r-2');
  await store.confirmationOf('r-2');
  await store.put('no such key', 1).catch(() => undefined);
  const { storeCalls, storeMs } = times();
  assert.equal(storeCalls, 6);
  assert.ok(Math.abs(storeMs - 6 * each) < 1e-6);
});
