/** The verifier's walk and books are written apart from the checker's; here the two meet on whatever can happen. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { type ColumnName } from '../../../src/core/history/history.ts';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import { repeats } from '../../repeats.ts';
import { figure, historyOf, type Figure } from '../core/check/history-language.ts';
import type { Diary } from '../core/check/oracle.ts';
import { diaries } from '../core/check/scenarios.ts';
import { certificateOf, whyRefused } from './certified.ts';
import { RESULTS } from '../../../src/core/words/codes.ts';

/** Of each property. */
const RUNS = repeats({ ordinary: 1000, long: 5000 });

/** What of a run reaches the checker. */
const views = fc.record({
  scheme: fc.constantFrom('sequential' as const, 'monotonic' as const, undefined),
  store: fc.constantFrom('all', 'values', 'nothing'),
  complete: fc.boolean(),
  values: fc.boolean(),
  times: fc.boolean(),
  rejected: fc.nat(1),
  large: fc.boolean(),
});
type View = typeof views extends fc.Arbitrary<infer T> ? T : never;

function seen({ scenario, final, rows }: Diary, view: View): Figure {
  // Beyond 2^53 versions are held as ranks.
  const version = (each: number) => (view.large ? 2n ** 60n : 0n) + BigInt(each);
  const record = (value: number, each: number) =>
    new Map([['k', { value, version: view.store === 'all' ? version(each) : undefined }]]);
  const known = view.store !== 'nothing';
  const blank = { start: undefined, readAt: undefined, writeAt: undefined, end: undefined };
  const attempts = rows.slice(view.rejected).map((row) => ({
    ...row,
    read: row.read === undefined ? undefined : version(Number(row.read)),
    write: row.write === undefined ? undefined : version(Number(row.write)),
    ...(view.values ? {} : { readValue: undefined, writeValue: undefined }),
    ...(view.times ? {} : blank),
  }));
  return {
    history: historyOf(attempts, { known: [version(scenario.firstVersion), version(final.version)] }),
    facts: {
      versionScheme: view.scheme,
      initial: known ? record(scenario.units, scenario.firstVersion) : undefined,
      remaining: known ? record(final.value, final.version) : undefined,
      complete: view.complete,
      variant: undefined,
      seed: undefined,
      schedule: undefined,
      faultWindows: [],
    },
    reading: { accepted: attempts.length, rejected: view.rejected, blank: 0 },
    options: {},
  };
}

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 4 });
const units = maybe(fc.integer({ min: -1, max: 3 }));
const moment = maybe(fc.nat(5));
const records = fc.dictionary(
  fc.constantFrom('k', 'l'),
  fc.record({ value: fc.integer({ min: -1, max: 4 }), version: maybe(fc.nat(6).map(BigInt)) }),
);

/** Rows that no service makes: whatever a trace says, its certificate holds. */
const nonsense = fc.record({
  rows: fc.array(
    fc.record({
      client: fc.constantFrom('a', 'b'),
      request: fc.constantFrom('r1', 'r2', 'r3'),
      key: fc.constantFrom('k', 'l'),
      read: maybe(fc.nat(5)),
      write: maybe(fc.nat(6)),
      readValue: units,
      writeValue: units,
      result: fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom('success', 'timeout') },
        fc.constantFrom(...RESULTS),
      ),
      start: moment,
      writeAt: moment,
      end: moment,
    }),
    { maxLength: 8 },
  ),
  absent: fc.subarray<ColumnName>(['read_version', 'write_version'], { maxLength: 1 }),
  scheme: fc.constantFrom('sequential' as const, 'monotonic' as const, undefined),
  initial: records,
  remaining: records,
  complete: fc.boolean(),
  rejected: fc.nat(1),
});

function claimed(of: typeof nonsense extends fc.Arbitrary<infer T> ? T : never): Figure {
  const { rows, absent, scheme, complete, rejected } = of;
  const [initial, remaining] = [of.initial, of.remaining].map((each) => new Map(Object.entries(each)));
  const known = [...initial!.values(), ...remaining!.values()].flatMap(({ version }) => version ?? []);
  const history = historyOf(rows, { absent: new Set(absent), known, keys: initial!.keys() });
  const facts = { variant: undefined, seed: undefined, schedule: undefined, faultWindows: [] };
  return {
    history,
    facts: { ...facts, versionScheme: scheme, initial, remaining, complete },
    reading: { accepted: history.size, rejected, blank: 0 },
    options: {},
  };
}

const sample = (name: string) => fileURLToPath(new URL(`../../../sample-traces/${name}`, import.meta.url));

describe('the verifier comes to what the checker comes to', () => {
  it('on whatever services and stores do', () => {
    fc.assert(
      fc.property(diaries, views, (diary, view) => {
        const trace = seen(diary, view);
        assert.deepEqual(whyRefused(trace, certificateOf(trace)), []);
      }),
      { numRuns: RUNS },
    );
  });

  it('on nearly whatever a trace can say: rows that contradict themselves can be read in more than one way', () => {
    let refused = 0;
    fc.assert(
      fc.property(nonsense, (of) => {
        const trace = claimed(of);
        if (whyRefused(trace, certificateOf(trace)).length > 0) refused++;
      }),
      { numRuns: RUNS },
    );
    assert.ok(refused < repeats({ ordinary: 25, long: 75 }), `${refused} of ${RUNS} are refused`);
  });

  for (const name of [
    'either-was-stale.trace.csv',
    'etags.trace.ndjson',
    'hot-key-10k.trace.csv.gz',
    'idempotent-replay.trace.ndjson',
    'no-versions.trace.ndjson',
    'orders-and-releases.trace.csv',
    'retry-duplication.trace.csv',
    'timeout-decides.trace.csv',
    'two-client-conditional.trace.csv',
    'two-client-unsafe.trace.csv',
  ])
    it(`on ${name}`, async () => {
      const trace = await openTrace(sample(name));
      assert.deepEqual(whyRefused(trace, certificateOf(trace)), []);
    });

  it('on a trace some of whose cells could not be read, of which it cannot be said that it is ok', () => {
    const fine = figure(`
      closed
      initial seat-7 2 v1
      A r-1 seat-7 read 1=2 write 2=1 success
      remaining seat-7 1 v2
    `);
    const unread = { ...fine.reading, unread: new Map([['write_value' as const, Uint32Array.of(0)]]) };
    const trace = { ...fine, reading: unread };
    assert.deepEqual(whyRefused(trace, certificateOf(trace)), []);
    assert.match(
      whyRefused(trace, { ...certificateOf(trace), verdict: 'ok' }).join(),
      /certified as ok, but it is unknown: cells of its column write_value could not be read/,
    );
  });

  for (const [what, rows, verdict] of [
    [
      'of unordered answers to an applied write, of which the last may be a refusal',
      ['A r-1 seat-7 read 1 write 2 timeout', 'B r-1 seat-7 read 2 rejected'],
      'unknown',
    ],
    [
      'with a refusal that was delivered twice',
      [
        'A r-1 seat-7 read 1 write 2 retry 0 timeout',
        'B r-1 seat-7 read 2 retry 1 rejected',
        'B r-1 seat-7 read 2 retry 1 rejected',
      ],
      'violation',
    ],
    [
      'with fewer rows than its manifest says where one was delivered twice',
      ['A r-1 seat-7 read 1 write 2 success', 'A r-1 seat-7 read 1 write 2 success', 'rows 2'],
      'unknown',
    ],
  ] as const)
    it(`on a trace ${what}`, () => {
      const trace = figure(['initial seat-7 2 v1', ...rows, 'remaining seat-7 1 v2'].join('\n'));
      const certificate = certificateOf(trace);
      assert.equal(certificate.verdict, verdict);
      assert.deepEqual(whyRefused(trace, certificate), []);
      assert.match(whyRefused(trace, { ...certificate, verdict: 'ok' }).join(), /certified as ok/);
    });

  it('on a write whose version no row says, where versions are too large to be counted from', () => {
    const trace = figure(`
      incomplete
      A r-1 seat-7 read 1152921504606846977=2 write 1152921504606846978=1 success
      A r-3 seat-7 read 1152921504606846978=1 timeout
      A r-3 seat-7 - success
      B r-4 seat-7 read 1152921504606846978=1 write 1152921504606846980=0 success
      B r-4 seat-7 - success
      A r-1 seat-7 - success
    `);
    assert.deepEqual(whyRefused(trace, certificateOf(trace)), []);
  });

  it('on a value that was read at the version of a write outside the trace, and is not what the store has', () => {
    const trace = figure(`
      initial seat-7 4 v4
      A r-1 seat-7 read 5=0 rejected
      remaining seat-7 1 v5
      rejected 1
    `);
    assert.deepEqual(whyRefused(trace, certificateOf(trace)), []);
    assert.equal(certificateOf(trace).verdict, 'violation');
  });

  it('on an answer that repeats a write after it had read it, where rows are missing', () => {
    const trace = figure(`
      scheme sequential
      rejected 1
      initial seat-7 2 v0
      A r-3 seat-7 read 1=1 retry 0 timeout
      B r-3 seat-7 read 2 write 2 retry 0 success
      remaining seat-7 0 v2
    `);
    assert.deepEqual(whyRefused(trace, certificateOf(trace)), []);
  });

  it('on a write whose value only a repeated answer says', () => {
    const trace = figure(`
      scheme sequential
      closed
      initial seat-7 3 v0
      A r-4 seat-7 read 0=3 write 1=2 retry 0 success
      B r-1 seat-7 read 1=2 write 2=1 retry 1 success
      C r-1 seat-7 read 1 write 2 retry 0 success
      D r-2 seat-7 read 2=1 write 3=0 retry 1 success
      E r-2 seat-7 read 2 write 3 retry 0 success
      remaining seat-7 0 v3
    `);
    assert.deepEqual(whyRefused(trace, certificateOf(trace)), []);
  });

  it('on a trace that does not record writes', () => {
    const trace = figure(`
      no write_version
      initial seat-7 2 v1
      A r-1 seat-7 read 1 success
      B r-1 seat-7 read 1 success
      C r-2 seat-7 read 1 timeout
      remaining seat-7 0 v3
    `);
    assert.deepEqual(whyRefused(trace, certificateOf(trace)), []);
  });

  it('on a trace without rows', () => {
    const trace = figure('initial seat-7 2 v1\nremaining seat-7 2 v1');
    assert.deepEqual(whyRefused(trace, certificateOf(trace)), []);
  });
});
