import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Patience } from '../../../../src/harness/load/patience.ts';

/** Begins to wait for what never comes, and says when the waiting is over. */
function waiting(patience: Patience): { readonly ended: () => boolean } {
  let ended = false;
  void patience.during(
    (signal) =>
      new Promise<void>((resolve) => {
        const end = () => {
          ended = true;
          resolve();
        };
        if (signal.aborted) end();
        else signal.addEventListener('abort', end);
      }),
  );
  return { ended: () => ended };
}

void describe('the patience of clients', () => {
  it('ends for each by itself', (t: TestContext) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const patience = new Patience(10_000, new AbortController().signal);
    const first = waiting(patience);
    t.mock.timers.tick(5000);
    const second = waiting(patience);
    t.mock.timers.tick(5000);
    assert.deepEqual([first.ended(), second.ended(), patience.over], [true, false, false]);
    t.mock.timers.tick(5000);
    assert.equal(second.ended(), true);
  });

  it('ends for all within two seconds of an interruption, and is not begun again', (t: TestContext) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const interruption = new AbortController();
    const patience = new Patience(10_000, interruption.signal);
    const client = waiting(patience);
    interruption.abort();
    assert.deepEqual([client.ended(), patience.over], [false, false]);
    t.mock.timers.tick(2000);
    assert.deepEqual([client.ended(), patience.over], [true, true]);
    assert.equal(waiting(patience).ended(), true);
  });
});
