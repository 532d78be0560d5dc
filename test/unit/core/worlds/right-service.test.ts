/** A service that does everything right is never accused, however it is logged; fully logged and closed, it is never doubted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../src/core/check/analyze.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { explain } from '../../../../src/core/findings/explain.ts';
import type { RunFacts } from '../../../../src/core/history/run-facts.ts';
import { historyOf } from '../check/history-language.ts';
import type { Attempt } from '../check/history-language.ts';
import { randomOf, type Below } from './random.ts';
import { serve } from './right-service.ts';
import type { Run } from './right-service.ts';
import { repeats } from '../../../repeats.ts';

const RUNS = repeats({ ordinary: 2000, long: 20_000 });

function factsOf({ initial, remaining, version }: Run, members: Partial<RunFacts>): RunFacts {
  return {
    versionScheme: 'sequential',
    initial: new Map([['k', { value: initial, version: 1n }]]),
    remaining: new Map([['k', { value: remaining, version: BigInt(version) }]]),
    complete: true,
    variant: undefined,
    seed: undefined,
    schedule: undefined,
    faultWindows: [],
    ...members,
  };
}

function check(rows: readonly Attempt[], facts: RunFacts | undefined): Analysis {
  return analyze(historyOf(rows), facts, { accepted: rows.length, rejected: 0, blank: 0 });
}

/** A row with some of its optional cells left empty, as a service that logs less than it knows leaves them. */
function blanked(row: Attempt, below: Below, without: ReadonlySet<string>): Attempt {
  const kept = Object.entries(row).filter(
    ([name]) => ['request', 'key', 'result'].includes(name) || (!without.has(name) && below(12) > 0),
  );
  return Object.fromEntries(kept) as unknown as Attempt;
}

const COLUMNS = ['units', 'retry', 'readValue', 'writeValue', 'start', 'readAt', 'writeAt', 'end', 'worker'];

describe('a service that does everything right', () => {
  it(`is ok in each of ${RUNS} runs that are fully logged, whatever the network did`, () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const run = serve(randomOf(seed), { withOutsider: false, mostUnits: 3 });
      const { verdict, unknownBecause, findings } = check(run.rows, factsOf(run, { closed: true }));
      const isSettled = unknownBecause.every((reason) =>
        /'retry' and no further|decides the verdict/.test(reason),
      );
      assert.notEqual(verdict, 'violation', `seed ${seed}: ${findings.map(({ code }) => code).join()}`);
      assert.ok(verdict === 'ok' || isSettled, `seed ${seed}: ${unknownBecause.join('; ')}`);
    }
  });

  it(`is no violation in any of ${RUNS} runs, however it is logged, with and without other writers`, () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const below = randomOf(seed);
      const withOutsider = below(2) === 0;
      const without = new Set(COLUMNS.filter(() => below(3) === 0));
      // A trace without any units says that each write takes one.
      const run = serve(below, { withOutsider, mostUnits: without.has('units') ? 1 : 3 });
      const rows = run.rows.map((row, index) => (index === 0 ? row : blanked(row, below, without)));
      const members = {
        ...(!withOutsider && below(2) === 0 && { closed: true }),
        versionScheme: below(2) === 0 ? 'sequential' : undefined,
      } as const;
      const analysis = check(rows, below(4) === 0 ? undefined : factsOf(run, members));
      const said = analysis.findings.map((finding) => explain(finding, analysis)).join('; ');
      assert.notEqual(analysis.verdict, 'violation', `seed ${seed}: ${said}\n${JSON.stringify(rows)}`);
    }
  });
});
