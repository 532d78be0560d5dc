import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Deadline } from '../../../../src/harness/load/deadline.ts';

/** Begins to wait for what never comes, and says when the waiting is over. */
function waiting(deadline: Deadline): { readonly ended: () => boolean } {
  let ended = false;
  void deadline.during(
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

void describe('the deadline of clients', () => {
  it('ends for each by itself', (t: TestContext) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const deadline = new Deadline(10_000, new AbortController().signal);
    const first = waiting(deadline);
    t.mock.timers.tick(5000);
    const second = waiting(deadline);
    t.mock.timers.tick(5000);
    assert.deepEqual([first.ended(), second.ended(), deadline.over], [true, false, false]);
    t.mock.timers.tick(5000);
    assert.equal(second.ended(), true);
  });

  it('ends for all within two seconds of an interruption, and is not begun again', (t: TestContext) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const interruption = new AbortController();
    const deadline = new Deadline(10_000, interruption.signal);
    const client = waiting(deadline);
    interruption.abort();
    assert.deepEqual([client.ended(), deadline.over], [false, false]);
    t.mock.timers.tick(2000);
    assert.deepEqual([client.ended(), deadline.over], [true, true]);
    assert.equal(waiting(deadline).ended(), true);
  });
});
