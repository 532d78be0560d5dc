import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyze } from '../../../../src/core/check/analyze.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import type { FindingCode } from '../../../../src/core/findings/finding.ts';
import { historyOf } from './history-language.ts';
import type { Attempt, Figure } from './history-language.ts';
import { everyInterleaving, judge } from './oracle.ts';
import type { Diary, Scenario, Truth } from './oracle.ts';
import { FAULTS, run, scenarios, schedules } from './scenarios.ts';
import { holds } from './witness.ts';
import { repeats } from '../../../repeats.ts';

/** What of a run reaches the checker. */
interface View {
  /** `full`: the store's values and versions, the scheme; `values`: no versions; `none`: no manifest. */
  readonly facts: 'full' | 'values' | 'none';
  readonly complete: boolean;
  readonly values: boolean;
  readonly times: boolean;
  /** Sorts the rows of the file. */
  readonly order: (a: number, b: number) => number;
  /** Rows that the reader refused. */
  readonly refused: readonly number[];
}

const PLAIN: View = {
  facts: 'full',
  complete: true,
  values: true,
  times: true,
  order: (a, b) => a - b,
  refused: [],
};

function seen(diary: Diary, view: View): Figure {
  const { scenario, final, rows } = diary;
  const kept = rows
    .map((_, index) => index)
    .filter((index) => !view.refused.includes(index))
    .sort(view.order)
    .map((index) => stripped(rows[index]!, view));
  const versions = view.facts === 'full';
  const record = (value: number, version: number) => [
    ['k', { value, version: versions ? BigInt(version) : undefined }] as const,
  ];
  const facts: Figure['facts'] = {
    versionScheme: versions ? 'sequential' : undefined,
    initial: new Map(record(scenario.units, scenario.firstVersion)),
    remaining: new Map(record(final.value, final.version)),
    complete: view.complete,
    variant: undefined,
    seed: undefined,
    schedule: undefined,
    faultWindows: [],
  };
  return {
    history: historyOf(kept, { known: [BigInt(scenario.firstVersion), BigInt(final.version)] }),
    facts: view.facts === 'none' ? undefined : facts,
    reading: { accepted: kept.length, rejected: rows.length - kept.length, blank: 0 },
    options: {},
  };
}

function stripped(row: Attempt, { values, times }: View): Attempt {
  return {
    ...row,
    ...(values ? {} : { readValue: undefined, writeValue: undefined }),
    ...(times ? {} : { start: undefined, readAt: undefined, writeAt: undefined, end: undefined }),
  };
}

const codes = (analysis: Analysis, code: FindingCode) =>
  analysis.findings.filter((each) => each.code === code);

function stalenessFound(analysis: Analysis): string[] {
  const { history } = analysis;
  return codes(analysis, 'stale-version-write')
    .map(({ rows }) => rows[0]!)
    .map((row) => `${history.strings.at(history.requestId[row]!)}@${history.writeVersion[row]}`)
    .sort();
}

function requestsFound(analysis: Analysis, code: FindingCode): string[] {
  const { requestId, strings } = analysis.history;
  return codes(analysis, code)
    .map(({ rows }) => strings.at(requestId[rows[0]!]!)!)
    .sort();
}

/** Holds for every trace of every run, whatever of it the checker saw. */
function assertSound(figure: Figure, diary: Diary, truth: Truth, analysis: Analysis): void {
  const { ledger, keys, verdict } = analysis;
  for (const each of [ledger, ...keys.map((key) => key.ledger)])
    if (each.mismatch !== undefined)
      assert.equal(
        sum(Object.values(each.by)) + each.unexplained + each.undecided,
        each.mismatch,
        'the ledger does not add up',
      );
  for (const finding of analysis.findings)
    assert.ok(holds(finding, figure), `the witness of ${finding.code} does not prove it`);
  assert.equal(verdict === 'unknown', analysis.unknownBecause.length > 0);
  // The store always answers with its newest state; only a lagging read, or a blind write that set it back, differs.
  const lags = diary.scenario.clients.flat().some(({ fault }) => fault === 'lagging-read');
  const setsBack = diary.scenario.write === 'unsafe' && diary.scenario.numbering === 'blind';
  if (!lags && !setsBack) assert.equal(analysis.counts['stale-read'], 0);
  const faulty =
    truth.stale.size + truth.duplicated.size + truth.unwritten.length > 0 ||
    truth.undid ||
    truth.excessUnits > 0 ||
    // Applied and refused, or applied more than once and never confirmed.
    truth.lost.length > 0 ||
    // A success may have been told before its request wrote.
    diary.scenario.clients.flat().some(({ fault }) => fault === 'no-write') ||
    truth.mismatch > 0;
  if (verdict === 'violation') assert.ok(faulty, 'a violation in a run without a fault');
  if (verdict === 'ok') assertHarmless(diary, truth);
}

/** What `ok` promises. */
function assertHarmless(diary: Diary, truth: Truth): void {
  // One request that blindly made one version twice leaves the rows, and the inventory, of an answer repeated.
  if (truth.doubled) return;
  assert.ok(truth.mismatch <= 0, 'ok although a confirmed unit was lost');
  assert.ok(-truth.mismatch <= truth.lost.length, 'ok although a unit is gone without any write');
  assert.equal(truth.unwritten.length, 0, 'ok although a confirmed request never wrote');
  // A blind writer that repeats a version with the same content leaves no difference that anybody could see.
  if (diary.scenario.numbering === 'blind' && diary.writes.some(({ timedOut }) => timedOut)) return;
  assert.equal(truth.stale.size, 0, 'ok although a stale write was confirmed');
  assert.equal(truth.duplicated.size, 0, 'ok although a request was confirmed twice');
}

/** Holds where the checker saw everything: then it knows what the diary knows. */
function assertExact(diary: Diary, truth: Truth, analysis: Analysis): void {
  const { scenario } = diary;
  const { ledger, counts } = analysis;
  // Where the rows leave something open, the worlds decide, and this one is only one of them.
  if (analysis.possible.length > 0 || ledger.undecided !== 0 || diary.bareSuccesses.size > 0) return;
  if (counts['duplicate-write'] + counts['false-refusal'] > 0) return;
  // Who made a version that no row names may always be outside the trace.
  if (diary.writes.some(({ timedOut, named }) => timedOut && !named)) return;
  if (scenario.numbering === 'blind' && scenario.write === 'unsafe') {
    if (truth.doubled || diary.writes.some((write) => write.timedOut)) return;
    assert.equal(ledger.mismatch, truth.mismatch);
    assert.equal(counts['stale-version-write'] > 0, truth.undid);
    assert.deepEqual(requestsFound(analysis, 'duplicate-confirmation'), [...truth.duplicated].sort());
    return;
  }
  // Of two timed-out attempts with one base nobody can tell which was applied, nor to whose request it belongs.
  const rival = (write: Diary['writes'][number]): boolean =>
    diary.rows.some(
      ({ result, read, request }) =>
        result === 'timeout' && read === write.readVersion && request !== write.request,
    );
  const nameless = diary.writes.some((write) => write.timedOut && !write.named && rival(write));
  if (truth.hidden || (nameless && diary.bareSuccesses.size > 0)) return;
  assert.equal(ledger.confirmed, truth.confirmed);
  assert.equal(ledger.mismatch, truth.mismatch);
  assert.deepEqual(stalenessFound(analysis), [...truth.stale].sort());
  assert.deepEqual(requestsFound(analysis, 'duplicate-confirmation'), [...truth.duplicated].sort());
  assert.equal(counts['confirmation-without-write'], truth.unwritten.length);
  if (ledger.by['duplicate-write'] === 0) assert.equal(counts['lost-confirmation'], truth.lost.length);
  const { stale, duplicate, unwritten, lost } = truth.causes;
  const { by } = ledger;
  assert.equal(by['stale-version-write'], stale);
  assert.equal(by['duplicate-confirmation'], duplicate);
  assert.equal(by['confirmation-without-write'], unwritten);
  if (by['duplicate-write'] === 0) assert.equal(by['lost-confirmation'], lost);
  assert.equal(ledger.unexplained, 0);
  // A stale write gives back what others took, so that a request may have taken less than its writes together.
  if (!nameless && truth.stale.size === 0) assert.equal(ledger.excessUnits, truth.excessUnits);
  const wrong =
    truth.stale.size + truth.duplicated.size + truth.unwritten.length + truth.excessUnits > 0 ||
    truth.mismatch > 0;
  // An answer that repeats what a timed-out attempt wrote need not say what that took.
  if (
    !wrong &&
    analysis.unknownBecause.every((reason) => /without the units|without a read_version/.test(reason))
  )
    return;
  assert.equal(analysis.verdict, wrong ? 'violation' : hasUnread(diary) ? 'unknown' : 'ok');
}

/** Whether a confirmed version has no success that says what it was based on. */
function hasUnread({ rows }: Diary): boolean {
  const named = rows.filter(({ write }) => write !== undefined);
  const writes = named.filter(({ result }) => result === 'success');
  const based = named.filter(({ read }) => read !== undefined);
  return writes.some(
    ({ request, write, read }) =>
      read === undefined && !based.some((other) => other.request === request && other.write === write),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function check(diary: Diary, view: View = PLAIN): Analysis {
  const figure = seen(diary, view);
  const analysis = analyze(figure.history, figure.facts, figure.reading);
  const truth = judge(diary);
  assertSound(figure, diary, truth, analysis);
  const whole = view.complete && figure.reading.rejected === 0;
  if (whole && view.facts === 'full') assertExact(diary, truth, analysis);
  else if (!whole || view.facts === 'none')
    assert.notEqual(analysis.verdict, 'ok', 'ok although something could not be seen');
  return analysis;
}

/** A repeatable disorder. */
const byHash =
  (salt: number) =>
  (a: number, b: number): number =>
    hash(a, salt) - hash(b, salt);
const hash = (n: number, salt: number): number => Math.imul(n + salt, 2654435761) >>> 0;

const view: fc.Arbitrary<View> = fc.record({
  facts: fc.constantFrom('full', 'full', 'values', 'none'),
  complete: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  values: fc.boolean(),
  times: fc.boolean(),
  order: fc.nat(99).map(byHash),
  refused: fc.oneof(
    { weight: 3, arbitrary: fc.constant<number[]>([]) },
    fc.array(fc.nat(5), { maxLength: 2 }),
  ),
});

const RUNS = repeats({ ordinary: 15_000, long: 100_000 });

describe('the checker against an oracle that saw the run', () => {
  it(`agrees on ${RUNS.toLocaleString('en')} random histories, whatever part of them it sees`, () => {
    const verdicts = { ok: 0, violation: 0, unknown: 0 };
    fc.assert(
      fc.property(scenarios, schedules, view, (of, turns, how) => {
        verdicts[check(run(of, turns), how).verdict]++;
      }),
      { numRuns: RUNS },
    );
    // A property that never meets one of the answers proves nothing about it.
    for (const [verdict, times] of Object.entries(verdicts))
      assert.ok(times > RUNS / 100, `only ${times} histories were ${verdict}`);
  });

  it('agrees on every interleaving of two clients with every pair of faults, in every service', () => {
    let histories = 0;
    for (const of of smallScenarios())
      for (const diary of everyInterleaving(of)) {
        histories++;
        try {
          check(diary);
        } catch (error) {
          throw new Error(`in ${JSON.stringify(of)}\n${JSON.stringify(diary.rows, null, 1)}`, {
            cause: error,
          });
        }
      }
    assert.ok(histories > 20_000, `only ${histories} histories`);
  });
});

function* smallScenarios(): Generator<Scenario> {
  for (const write of ['unsafe', 'conditional'] as const)
    for (const numbering of ['store', 'blind'] as const)
      for (const idempotent of [false, true])
        for (const units of [1, 2])
          for (const first of FAULTS)
            for (const second of FAULTS)
              for (const clients of [
                [[{ request: 'r1', fault: first }], [{ request: 'r2', fault: second }]],
                [[{ request: 'r1', fault: first }], [{ request: 'r1', fault: second }]],
                [
                  [
                    { request: 'r1', fault: first },
                    { request: 'r1', fault: second },
                  ],
                  [{ request: 'r2', fault: 'none' as const }],
                ],
              ])
                yield {
                  write,
                  numbering,
                  idempotent,
                  units,
                  clients,
                  replay: 'version',
                  timeoutsNameVersions: false,
                  firstVersion: 1,
                };
}
