import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RunningBooks, serveBooks } from '../../../src/harness/monitor/running-books.ts';
import type { AttemptRow } from '../../../src/harness/record/attempt-row.ts';
import type { Gate } from '../../../src/harness/service/ports.ts';
import { TOKEN, values, withService } from './metered-service.ts';

const SUCCESS: AttemptRow = {
  requestId: 'r-1',
  inventoryKey: 'seat-0',
  workerId: 'w1',
  deployment: 'v1',
  clientId: 'A',
  result: 'success',
  retryCount: 0,
  startUs: 0,
  serviceUs: 0,
  endUs: 0,
};

describe('the books of a running service', () => {
  it('are at 0 where every confirmation has its unit, repeated answers included', async () => {
    await withService({ variant: 'conditional', units: 5 }, async ({ reserve, books }) => {
      await reserve('r-1');
      await reserve('r-1');
      await reserve('r-2');
      assert.deepEqual(await books.balance(), { confirmed: 2, initial: 5, remaining: 3, mismatch: 0 });
      assert.deepEqual(values(await books.text(), 'reservation_duplicate_confirmations_total'), {
        '': 0,
      });
    });
  });

  it('show one unit that was sold twice, and one request that was sold two', async () => {
    const held: (() => void)[] = [];
    const gate: Gate = (_, step) =>
      step === 'write' ? new Promise((resolve) => held.push(resolve)) : Promise.resolve();
    await withService({ variant: 'unsafe', units: 5, gate }, async ({ reserve, books }) => {
      const both = [reserve('r-1'), reserve('r-2')];
      while (held.length < 2) await new Promise(setImmediate);
      const release = setInterval(() => held.shift()?.(), 1);
      await Promise.all(both);
      await reserve('r-2');
      clearInterval(release);
      const server = await serveBooks(TOKEN, books);
      const headers = { authorization: `Bearer ${TOKEN}` };
      const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`, { headers })).text();
      await server.close();
      assert.deepEqual(values(text, 'reservation_invariant_mismatch'), { '': 1 });
      assert.deepEqual(values(text, 'reservation_inventory_remaining'), { '': 3 });
      assert.deepEqual(values(text, 'reservation_duplicate_confirmations_total'), { '': 1 });
      // There is no canary that could be rolled back.
      assert.deepEqual(values(text, 'reservation_canary_rollback'), { '': 0 });
    });
  });

  it('ask for the canary to be rolled back when they do not balance, for good', async () => {
    const left = new Map([['seat-0', 5]]);
    const get = (key: string) => Promise.resolve({ value: left.get(key)!, version: 1 });
    const books = new RunningBooks({ get }, new Map(left), true);
    const rollback = async () => values(await books.text(), 'reservation_canary_rollback')[''];
    const sold = { ...SUCCESS, requestId: 'r-1', writeVersion: 2 };
    left.set('seat-0', 4);
    books.record([sold, sold]);
    assert.equal(await rollback(), 0);
    books.record([{ ...sold, requestId: 'r-2' }]);
    assert.equal(await rollback(), 1);
    left.set('seat-0', 3);
    assert.equal(await rollback(), 1);
  });

  it('ask for that too when a request is confirmed twice, though they balance', async () => {
    const books = new RunningBooks(
      { get: () => Promise.resolve({ value: 3, version: 3 }) },
      new Map([['seat-0', 5]]),
      true,
    );
    books.record([
      { ...SUCCESS, writeVersion: 2 },
      { ...SUCCESS, writeVersion: 3 },
    ]);
    assert.equal((await books.balance()).mismatch, 0);
    assert.deepEqual(values(await books.text(), 'reservation_canary_rollback'), { '': 1 });
  });
});
