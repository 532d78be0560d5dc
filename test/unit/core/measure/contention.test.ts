import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { contention } from '../../../../src/core/measure/contention.ts';
import { figure, historyOf } from '../check/history-language.ts';
import type { Attempt } from '../check/history-language.ts';
import type { Result } from '../../../../src/core/words/codes.ts';

const of = (drawing: string) => contention(figure(drawing).history);

describe('contention', () => {
  it('is two workers between their read and their write of one key', () => {
    const { writers, overlapped, contendedKeys, maxOverlap, maxInFlight, measurable, workers, keys } = of(`
      A@w1 r-1 seat-7 |--R1----W2----|           success
      B@w2 r-2 seat-7 |----R1------W-|           conflict
      C@w1 r-3 seat-8 |--R1----W2----|           success
      D@w2 r-4 seat-8           |-R2--W3--|      success
    `);
    assert.deepEqual(
      { writers, overlapped, contendedKeys, maxOverlap, maxInFlight, measurable, workers, keys },
      {
        writers: 4,
        overlapped: 2,
        contendedKeys: 1,
        maxOverlap: 2,
        maxInFlight: 4,
        measurable: true,
        workers: 2,
        keys: 2,
      },
    );
  });

  it('is none where windows only touch, where one worker does both, and where nobody waits to write', () => {
    const none = of(`
      A@w1 r-1 seat-7 |-R1--W2--|             success
      B@w2 r-2 seat-7 |-----R2--W3--|         success
      C@w3 r-3 seat-8 |-R1--W2--|             success
      D@w3 r-4 seat-8 |-R1----W-|             conflict
      E@w1 r-5 seat-9 |-R1--W2--|             success
      F@w2 r-6 seat-9 |-R1------|             rejected
      G@w3 r-7 seat-9 |-R1------|             timeout
    `);
    assert.deepEqual([none.overlapped, none.contendedKeys, none.maxOverlap], [0, 0, 1]);
    assert.equal(none.writers, 5);
    assert.equal(none.unknownShare, 1 / 7);
  });

  it('leaves out who only repeats a confirmation: a row with a version, but without a read of its own', () => {
    const { writers, overlapped } = of(`
      A@w1 r-1 seat-7 |--R1----W2----|           success
      A@w2 r-1 seat-7 |----------W2--|           success
    `);
    assert.deepEqual([writers, overlapped], [1, 0]);
  });

  it('counts refused writes per key, the worst first, and a rate only where there are enough', () => {
    const attempts = (key: string, result: Result, number: number): Attempt[] =>
      Array.from({ length: number }, (_, at) => ({
        request: `${key}-${result}-${at}`,
        key,
        result,
        ...(result === 'success' ? { write: at + 2, read: at + 1 } : { read: 1 }),
      }));
    const { hottest, maxKeyConflictRate, measurable } = contention(
      historyOf([
        ...attempts('few', 'conflict', 9),
        ...attempts('many', 'success', 40),
        ...attempts('many', 'retry', 7),
        ...attempts('many', 'conflict', 3),
        ...attempts('calm', 'success', 60),
        ...attempts('calm', 'rejected', 60),
      ]),
    );
    assert.deepEqual(
      hottest.map(({ key, refused, writers, rate }) => [key, refused, writers, rate]),
      [
        ['many', 10, 50, 0.2],
        ['few', 9, 9, 1],
      ],
    );
    assert.equal(maxKeyConflictRate, 0.2);
    assert.equal(measurable, false);
  });

  it('takes the beginning of service and the end where a trace does not time its steps', () => {
    const timed = (
      request: string,
      worker: string,
      start: number,
      end: number,
      queueDelayMs: number,
    ): Attempt => ({
      request,
      worker,
      key: 'k',
      result: 'success',
      write: 2,
      start,
      end,
      queueDelayMs,
    });
    const history = (queueDelayMs: number) =>
      historyOf([timed('r-1', 'w1', 0, 5000, 0), timed('r-2', 'w2', 1000, 9000, queueDelayMs)]);
    // Columns that a trace declares and leaves empty are as good as absent only if nobody fills them.
    const untimed = (queueDelayMs: number) => {
      const { columns, ...rest } = history(queueDelayMs);
      return { ...rest, columns: new Set([...columns].filter((column) => column !== 'read_us')) };
    };
    assert.equal(contention(untimed(3)).overlapped, 2);
    assert.equal(contention(untimed(4)).overlapped, 0);
  });

  it('is what comparing every attempt with every other one finds', () => {
    const attempt = fc.record({
      key: fc.constantFrom('a', 'b'),
      worker: fc.constantFrom('w1', 'w2', 'w3'),
      from: fc.integer({ min: 0, max: 30 }),
      length: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 40 }), (drawn) => {
        const { overlapped, contendedKeys, maxOverlap } = contention(
          historyOf(
            drawn.map(({ key, worker, from, length }, at) => ({
              request: `r-${at}`,
              key,
              worker,
              result: 'conflict',
              read: 1,
              start: from,
              readAt: from,
              writeAt: from + length,
              end: from + length,
            })),
          ),
        );
        const meets = (a: (typeof drawn)[number], b: (typeof drawn)[number]) =>
          a.key === b.key &&
          a.length > 0 &&
          b.length > 0 &&
          a.from < b.from + b.length &&
          b.from < a.from + a.length;
        const met = drawn.filter((a) => drawn.some((b) => a.worker !== b.worker && meets(a, b)));
        const most = drawn
          .filter(({ length }) => length > 0)
          .map(
            (a) =>
              new Set(drawn.filter((b) => meets(a, b) && b.from <= a.from).map(({ worker }) => worker)).size,
          );
        assert.equal(overlapped, met.length);
        assert.equal(contendedKeys, new Set(met.map(({ key }) => key)).size);
        assert.equal(maxOverlap, Math.max(0, ...most));
      }),
      { numRuns: 500 },
    );
  });
});
