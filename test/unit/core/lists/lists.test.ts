import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hotKey } from '../../../../bench/hot-key.ts';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { findingList } from '../../../../src/core/lists/finding-list.ts';
import { keyList } from '../../../../src/core/lists/key-list.ts';
import { summarize } from '../../../../src/core/lists/summary.ts';
import { checked, figure, historyOf } from '../check/history-language.ts';

const RUN = checked(`
  initial seat-7 1 v1
  A@w1 r-1 seat-7   |--R1=1-----W2=0----|               success
  B@w2 r-2 seat-7     |-----R1=1-------------W3=0--|    success
  C@w3 r-3 seat-12  |--R1--W2--|                        success
  C@w3 r-3 seat-12               |--R2--W3--|           success
  D@w3 r-4 seat-3   |--R1--|                            conflict
  D@w3 r-4 seat-3        |--R1--W2---|                  success
  E@w3 Rq-5 seat-30  |--R1--W2--|                        success
  remaining seat-7 0 v3
`);

test('keys are listed worst first, with what is wrong in a word and its shares', () => {
  const { rows, matching } = keyList(RUN, '', 10);
  assert.equal(matching, 4);
  assert.deepEqual(
    rows.map(({ name, attempts, severity, badge }) => `${name} ${attempts} ${severity} ${badge}`.trim()),
    ['seat-7 2 wrong 1 stale', 'seat-12 2 wrong 1 dup', 'seat-3 2 contended', 'seat-30 1 calm'],
  );
  for (const { calm, contended, wrong } of rows) assert.equal(calm + contended + wrong, 1);
  assert.equal(keyList(RUN, '', 1).rows.length, 1);
  assert.equal(keyList(RUN, '', 1).matching, 4, 'all are counted');
});

test('a warning is neither calm nor wrong', () => {
  const { rows } = keyList(
    checked(`
      A@w1 r-1 seat-7 |-R1-W2-|               success
      B@w2 r-2 seat-7            |-R1-|       rejected
    `),
    '',
    10,
  );
  const [{ severity, badge, calm, contended, wrong }] = rows as [(typeof rows)[number]];
  assert.deepEqual([severity, badge, calm, contended, wrong], ['contended', 'stale read', 0.5, 0.5, 0]);
});

test('keys and findings are filtered by key, request, worker, client, version and code, in any case', () => {
  const filtered = (text: string): string =>
    [
      keyList(RUN, text, 10)
        .rows.map(({ name }) => name)
        .join(' '),
      findingList(RUN, text, 10)
        .rows.map(({ code }) => code)
        .join(' '),
    ].join(' | ');
  const expected: readonly [string, string][] = [
    ['SEAT-12', 'seat-12 | duplicate-confirmation'],
    ['seat-3', 'seat-3 seat-30 | refusal-without-cause'],
    [' r-2 ', 'seat-7 | stale-version-write unconditional-pattern'],
    ['W1', 'seat-7 | stale-version-write'],
    ['duplicate', 'seat-12 | duplicate-confirmation'],
    ['stale version', 'seat-7 | stale-version-write'],
    ['invariant-mis', 'seat-7 | invariant-mismatch'],
    ['rq-5', 'seat-30 | '],
    ['v3', 'seat-7 seat-12 | stale-version-write duplicate-confirmation unconditional-pattern'],
    ['v30', ' | '],
    ['v99999999999999999999999', ' | '],
    ['no such', ' | '],
    ['(.*', ' | '],
  ];
  for (const [text, result] of expected) assert.equal(filtered(text), result, text);
});

test('a finding is a row of words, worst first, and all are counted although few are listed', () => {
  const { rows, matching } = findingList(RUN, '', 2);
  assert.deepEqual(rows, [
    {
      id: 0,
      code: 'stale-version-write',
      level: 'error',
      keyId: rows[0]!.keyId,
      key: 'seat-7',
      request: 'r-2',
      version: 'v3',
      summary: "v1→v3 after w1's v2",
      when: '25.000 ms',
      site: '',
    },
    {
      id: 1,
      code: 'duplicate-confirmation',
      level: 'error',
      keyId: rows[1]!.keyId,
      key: 'seat-12',
      request: 'r-3',
      version: 'v3',
      summary: 'confirmed as v2 and v3',
      when: '24.000 ms',
      site: '',
    },
  ]);
  assert.equal(matching, 5);
  const { history, facts, reading } = figure(`
    A r-1 seat-7 read 1 write 2 success
    B r-2 seat-7 read 1 write 3 success
    C r-3 seat-7 read 1 write 4 success`);
  const capped = analyze(history, facts, reading, { maxFindings: 1 });
  assert.equal(findingList(capped, '', 10).rows.length, 1);
  assert.equal(findingList(capped, '', 10).matching, 3, 'two stale writes and the pattern');
  assert.equal(findingList(capped, '', 10).rows[0]!.when, 'line 3', 'a trace without times');
});

test('the first line says what is wrong with its numbers', () => {
  const { headline, verdict, hasTimes, hasClients, provenance, problems } = summarize(
    RUN,
    'a.trace.csv',
    ['line 9: \u001b[2J'],
    7,
  );
  assert.deepEqual(headline, ['1 stale write', '1 duplicate confirmation', 'mismatch +1']);
  assert.deepEqual([verdict, hasTimes, hasClients], ['violation', true, true]);
  assert.equal(provenance, 'versions sequential (inferred)');
  assert.deepEqual(problems, ['line 9: \\u{1b}[2J']);
});

test('the first line says how many lines of a log are no attempts, and what sorted them out', () => {
  const { history, reading } = RUN;
  const leftOut = { 'where msg=sold': 1200, 'where a\u001b': 1 };
  const analysis = analyze(history, undefined, { ...reading, leftOut }, { maxFindings: 1 });
  assert.match(
    summarize(analysis, 'a.log', [], 0).provenance,
    / · 1,200 lines skipped by where msg=sold · 1 line skipped by where a\\u\{1b\}$/,
  );
});

test('the first line of a run without errors says what was checked, replays and lost answers included', () => {
  const { headline, hasTimes, hasClients } = summarize(
    checked(`
      r-1@w r-1 seat-7 read 1 write 2 success
      r-1@w r-1 seat-7 write 2 success
    `),
    'a',
    [],
    0,
  );
  assert.deepEqual(headline, ['2 attempts checked', '1 idempotent replay']);
  assert.deepEqual([hasTimes, hasClients], [false, true]);
  const empty = historyOf([]);
  const summary = summarize(analyze(empty, undefined, { accepted: 0, rejected: 0, blank: 0 }), 'a', [], 0);
  assert.deepEqual(summary.headline, ['0 attempts checked']);
});

test('where the mismatches of two keys cancel each other out, both are still announced', () => {
  const { headline } = summarize(
    checked(`
      initial k1 5 v1
      initial k2 5 v1
      A r-1 k1 read 1=5 write 2=4 success
      B r-2 k2 read 1=5 write 2=4 success
      remaining k1 5 v2
      remaining k2 3 v2
    `),
    'a',
    [],
    0,
  );
  assert.ok(headline.includes('2 keys out of balance'), headline.join(' · '));
});

test('a list of many keys is cut and counted', () => {
  const analysis = hotKey({ attempts: 3000, keys: 1500, workers: 3, staleEvery: 0, times: true });
  assert.equal(keyList(analysis, '', 100).rows.length, 100);
  assert.equal(keyList(analysis, 'seat-1499', 100).matching, 1);
  assert.equal(keyList(analysis, 'seat', 100).matching, 1500);
});
