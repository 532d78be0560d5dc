import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { diagnoseLoad } from '../../../../src/core/diagnosis/load-diagnosis.ts';
import { clearlyWithoutDelay, waitsOf } from '../../../../src/core/diagnosis/waits.ts';
import { runOf } from './queue.ts';
import { RESULTS } from '../../../../src/core/words/codes.ts';

const LIMIT_MS = 50;
const { history } = runOf({ seconds: 0.2, ratePerS: 200, workers: 2, busyMs: () => 3 });

const each = { minLength: history.size, maxLength: history.size };
/** From a floor on: with a high one nearly every attempt is slow. */
const column = fc
  .constantFrom(0, 40, 48, 51)
  .chain((min) =>
    fc.array(
      fc.oneof(
        { weight: 30, arbitrary: fc.double({ min, max: 120, noNaN: true }) },
        { weight: 1, arbitrary: fc.constantFrom(NaN, 49.999, 50) },
      ),
      each,
    ),
  );
const results = fc.array(fc.nat(RESULTS.length - 1), each);

it('what is clearly without delay is without delay when all of it is looked at', () => {
  let clear = 0;
  fc.assert(
    fc.property(column, column, results, fc.constantFrom(40, 49, 120), (inHand, waits, result, most) => {
      const queueDelayMs = Float64Array.from(waits, (ms) => Math.min(ms, most));
      const rows = {
        ...history,
        queueDelayMs,
        latencyMs: Float64Array.from(inHand, (ms, row) => ms + queueDelayMs[row]!),
        result: Uint8Array.from(result),
      };
      if (!clearlyWithoutDelay(rows, LIMIT_MS)) return;
      clear++;
      assert.equal(diagnoseLoad(waitsOf(rows, LIMIT_MS)).name, 'no delay');
    }),
    { numRuns: 2000 },
  );
  assert.ok(clear > 200, `${clear} of 2,000 were clear`);
});
