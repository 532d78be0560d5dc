import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyze } from '../../../../src/core/check/analyze.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import type { StoreRecord } from '../../../../src/core/history/run-facts.ts';
import { historyOf } from './history-language.ts';
import type { Attempt } from './history-language.ts';
import type { Diary } from './oracle.ts';
import { diaries } from './scenarios.ts';

/** What a trace says that must not depend on how it is written down. */
interface Trace {
  readonly rows: readonly Attempt[];
  readonly initial: ReadonlyMap<string, StoreRecord>;
  readonly remaining: ReadonlyMap<string, StoreRecord>;
}

function traceOf({ rows, scenario, final }: Diary): Trace {
  const record = (value: number, version: number) => new Map([['k', { value, version: BigInt(version) }]]);
  return {
    rows,
    initial: record(scenario.units, scenario.firstVersion),
    remaining: record(final.value, final.version),
  };
}

function check({ rows, initial, remaining }: Trace): Analysis {
  const versions = [...initial.values(), ...remaining.values()].map(({ version }) => version!);
  return analyze(
    historyOf(rows, { known: versions }),
    {
      versionScheme: 'sequential',
      initial,
      remaining,
      complete: true,
      variant: undefined,
      seed: undefined,
      schedule: undefined,
      faultWindows: [],
    },
    { accepted: rows.length, rejected: 0, blank: 0 },
  );
}

/** The findings by the names of their attempts (`worker_id` is one per attempt), in no order. */
function findings({ findings: list, history }: Analysis, name = (text: string) => text): string[] {
  const { strings, workerId } = history;
  return list
    .map(({ code, key, rows }) => {
      const [first, ...witnesses] = rows.map((row) => name(strings.at(workerId[row]!)!));
      return [code, name(strings.at(key)!), first ?? '', ...witnesses.sort()].join(' ');
    })
    .sort();
}

function renamed({ rows, initial, remaining }: Trace, suffix: string): Trace {
  const rename = (text: string): string => text + suffix;
  const side = (records: ReadonlyMap<string, StoreRecord>) =>
    new Map([...records].map(([key, record]) => [rename(key), record]));
  return {
    rows: rows.map((row) => ({
      ...row,
      request: rename(row.request),
      key: rename(row.key),
      client: rename(row.client!),
      worker: rename(row.worker!),
    })),
    initial: side(initial),
    remaining: side(remaining),
  };
}

/** Without two blind writes at one version nothing needs the clock; with them the clock decides, and it is never equal. */
describe('what is found does not depend on', () => {
  const RUNS = 5000;

  it('the order of the rows in the file', () => {
    fc.assert(
      fc.property(diaries, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (diary, salts) => {
        const trace = traceOf(diary);
        const place = new Map(trace.rows.map((row, index) => [row, salts[index % salts.length]!]));
        const shuffled = trace.rows.toSorted((a, b) => place.get(a)! - place.get(b)!);
        const [one, other] = [check(trace), check({ ...trace, rows: shuffled })];
        assert.equal(other.verdict, one.verdict);
        assert.deepEqual(findings(other), findings(one));
        assert.deepEqual(other.ledger, one.ledger);
      }),
      { numRuns: RUNS },
    );
  });

  it('the names of requests, keys, clients and workers', () => {
    fc.assert(
      fc.property(diaries, (diary) => {
        const trace = traceOf(diary);
        const [one, other] = [check(trace), check(renamed(trace, '-x'))];
        assert.equal(other.verdict, one.verdict);
        assert.deepEqual(
          findings(other, (text) => text.replace(/-x$/, '')),
          findings(one),
        );
        assert.deepEqual(other.ledger, one.ledger);
      }),
      { numRuns: RUNS },
    );
  });

  it('what other keys the file has', () => {
    fc.assert(
      fc.property(diaries, diaries, (first, second) => {
        const [one, other] = [traceOf(first), renamed(traceOf(second), '-x')];
        const [alone, besides] = [check(one), check(other)];
        const both = check({
          rows: [...other.rows, ...one.rows],
          initial: new Map([...one.initial, ...other.initial]),
          remaining: new Map([...one.remaining, ...other.remaining]),
        });
        assert.deepEqual(findings(both), [...findings(alone), ...findings(besides)].sort());
        assert.equal(both.ledger.mismatch, alone.ledger.mismatch! + besides.ledger.mismatch!);
        assert.equal(both.ledger.unexplained, alone.ledger.unexplained + besides.ledger.unexplained);
        const worst = ['violation', 'unknown', 'ok'].find((verdict) =>
          [alone.verdict, besides.verdict].includes(verdict as never),
        );
        assert.equal(both.verdict, worst);
      }),
      { numRuns: RUNS },
    );
  });
});
