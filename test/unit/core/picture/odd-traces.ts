/** Random traces for properties of the picture: any cell may be missing and any clock may be wrong. */
import fc from 'fast-check';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { analyze } from '../../../../src/core/check/analyze.ts';
import type { RunFacts } from '../../../../src/core/history/run-facts.ts';
import type { LaneRequest } from '../../../../src/core/picture/model.ts';
import { historyOf } from '../check/history-language.ts';
import type { Attempt } from '../check/history-language.ts';
import { RESULTS } from '../../../../src/core/words/codes.ts';

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 4 });

const attempts = (withTimes: boolean): fc.Arbitrary<Attempt> => {
  const time = withTimes ? maybe(fc.nat(60)) : fc.constant(undefined);
  return fc
    .record({
      client: maybe(fc.constantFrom('A', 'B', 'C')),
      worker: maybe(fc.constantFrom('w1', 'w2', 'w10')),
      request: fc.constantFrom('r-1', 'r-2', 'r-3', 'r-4', 'r-5'),
      key: fc.constantFrom('seat-1', 'seat-1', 'seat-2'),
      read: maybe(fc.nat(6)),
      write: maybe(fc.integer({ min: 1, max: 7 })),
      readValue: maybe(fc.integer({ min: -1, max: 3 })),
      result: fc.oneof(
        { weight: 3, arbitrary: fc.constant('success' as const) },
        fc.constantFrom(...RESULTS),
      ),
      start: time,
      readAt: time,
      writeAt: time,
      end: time,
      queueDelayMs: maybe(fc.nat(3)),
    })
    .map(({ client, worker, queueDelayMs, ...rest }) => ({
      ...rest,
      ...(client === undefined ? {} : { client }),
      ...(worker === undefined ? {} : { worker }),
      ...(queueDelayMs === undefined ? {} : { queueDelayMs: queueDelayMs / 1000 }),
    }));
};

/** A manifest with a key that the store lost units of, and of which the trace has no row. */
const ANOTHER_KEY: RunFacts = {
  versionScheme: undefined,
  initial: new Map([['seat-9', { value: 3, version: 1n }]]),
  remaining: new Map([['seat-9', { value: 1, version: 2n }]]),
  complete: true,
  variant: undefined,
  seed: undefined,
  schedule: undefined,
  faultWindows: [],
};

/** Analyses of up to 40 attempts, with times, with some times, or without any; and of keys without attempts. */
export const oddTraces: fc.Arbitrary<Analysis> = fc
  .boolean()
  .chain((withTimes) =>
    fc.tuple(
      fc.array(attempts(withTimes), { minLength: 1, maxLength: 40 }),
      fc.constantFrom(undefined, ANOTHER_KEY),
    ),
  )
  .map(([rows, facts]) => {
    const history = historyOf(rows, { known: [1n, 2n], keys: facts?.initial?.keys() ?? [] });
    return analyze(history, facts, { accepted: history.size, rejected: 0, blank: 0 });
  });

/** Which lanes and axis to show an analysis by. */
export const looks: fc.Arbitrary<Pick<LaneRequest, 'laneBy' | 'axis'>> = fc.record({
  laneBy: fc.constantFrom('worker', 'client'),
  axis: fc.constantFrom('time', 'order'),
});
