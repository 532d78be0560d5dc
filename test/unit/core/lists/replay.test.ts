import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { replayOf, replaySchedule } from '../../../../src/core/lists/replay.ts';
import { CLIENTS } from '../../../../src/harness/phases/two-client-rig.ts';
import { parseSchedule, printSchedule } from '../../../../src/harness/schedule/schedule.ts';
import { checked } from '../check/history-language.ts';

/** The schedule of the first finding with this code. */
function scheduleOf(analysis: Analysis, code: string): string | undefined {
  const id = analysis.findings.findIndex((finding) => finding.code === code);
  assert.ok(id >= 0, `no ${code}`);
  return replaySchedule(analysis, id);
}

const RACES: Readonly<Record<string, { trace: string; schedule: string }>> = {
  'both read before either writes': {
    trace: `
      A@w1 r-1 seat-7   |--R1-------W2----|               success
      B@w2 r-2 seat-7     |-----R1-------------W3-----|   success`,
    schedule: 'A:read B:read A:write B:write',
  },
  'the one who reads first writes last': {
    trace: `
      A@w1 r-1 seat-7   |--R1----------------------W3-|   success
      B@w2 r-2 seat-7     |-----R1----W2----|             success`,
    schedule: 'B:read A:read A:write B:write',
  },
  'a confirmation that comes after the other write': {
    trace: `
      A@w1 r-1 seat-7   |--R1-------W2----------------|   success
      B@w2 r-2 seat-7     |-----R1-------W3---|           success`,
    schedule: 'A:read B:read A:write B:write A:confirm',
  },
  'no times, only versions': {
    trace: `
      A@w1 r-1 seat-7 read 1 write 2 success
      B@w2 r-2 seat-7 read 1 write 3 success`,
    schedule: 'A:read B:read A:write B:write',
  },
};

describe('replaySchedule', () => {
  for (const [name, { trace, schedule }] of Object.entries(RACES))
    it(`is the order of the pair: ${name}`, () => {
      const found = scheduleOf(checked(trace), 'stale-version-write') ?? '';
      assert.equal(found, schedule);
      assert.equal(printSchedule(parseSchedule(found, CLIENTS)), schedule, 'as the reproducer reads it');
    });

  it('is that of the stale write which the books or a pattern point at', () => {
    const analysis = checked(`
      initial seat-7 1 v1
      A@w1 r-1 seat-7   |--R1=1-----W2=0----|               success
      B@w2 r-2 seat-7     |-----R1=1-------------W3=0--|    success
      remaining seat-7 0 v3`);
    for (const code of ['invariant-mismatch', 'unconditional-pattern'])
      assert.equal(scheduleOf(analysis, code), 'A:read B:read A:write B:write');
  });

  it('is none where the order alone makes no race: the store answered with an old version', () => {
    const stale = checked(`
      A@w1 r-1 seat-7   |--R1--W2----|                     success
      B@w2 r-2 seat-7                  |--R1-------W3---|  success`);
    assert.equal(scheduleOf(stale, 'stale-version-write'), undefined);
  });

  it('is none where no pair is shown: another finding, or an overtaker outside of the trace', () => {
    const twice = checked(`
      A@w1 r-1 seat-7 read 1 write 2 success
      A@w2 r-1 seat-7 read 2 write 3 success`);
    assert.equal(scheduleOf(twice, 'duplicate-confirmation'), undefined);
    const alone = checked(`
      A@w1 r-1 seat-7 read 1 write 3 success
      B@w2 r-2 seat-7 read 3 write 4 success
      scheme sequential`);
    assert.equal(scheduleOf(alone, 'stale-version-write'), undefined);
    assert.equal(replaySchedule(alone, 99), undefined);
  });
});

describe('replayOf', () => {
  const EXPLORED = 'A:1 B:1 A:2 B:2';
  const raced = checked(`
    A@w1 r-1 seat-7 read 1 write 2 success
    B@w2 r-2 seat-7 read 1 write 3 success
    remaining seat-7 0 v3`);
  const of = (name: string | undefined): Analysis => ({
    ...raced,
    facts: { ...raced.facts!, schedule: EXPLORED, explored: { kind: 'module', name } },
  });
  const stale = raced.findings.findIndex(({ code }) => code === 'stale-version-write');

  it('is the order of the pair on the bundled service where nothing was explored', () => {
    const { schedule, explored } = replayOf(raced, stale)!;
    assert.deepEqual([schedule, explored], ['A:read B:read A:write B:write', undefined]);
  });

  it('is the whole schedule on what was explored, whichever finding it is', () => {
    const explored = of('race.mjs');
    for (const id of raced.findings.keys())
      assert.deepEqual(replayOf(explored, id), {
        schedule: EXPLORED,
        explored: { kind: 'module', name: 'race.mjs' },
      });
    assert.equal(replayOf(explored, 99), undefined);
  });

  it('is none of an exploration that does not say enough, not even one of the bundled service', () => {
    assert.equal(replayOf(of(undefined), stale), undefined);
  });
});
