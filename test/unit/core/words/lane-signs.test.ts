import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RESULT, ROW_FLAG, SEVERITY } from '../../../../src/core/words/codes.ts';
import {
  LANE_SIGNS,
  LANE_SIGN_NAMES,
  signAt,
  signOfBin,
  type LaneSign,
  type Signed,
} from '../../../../src/core/words/lane-signs.ts';
import { STEPS } from '../../../../src/core/words/terms.ts';

const WRITTEN: Signed = {
  result: RESULT.success,
  flags: 0,
  isPossible: false,
  isRelease: false,
  wroteVersion: true,
  hasWriteTime: true,
};

function signs(attempt: Partial<Signed>): readonly (string | undefined)[] {
  return STEPS.map((step) => signAt({ ...WRITTEN, ...attempt }, step));
}

describe('the signs of an attempt', () => {
  it('are those of its read, its write and its confirmation', () => {
    assert.deepEqual(signs({}), ['read', 'write', 'confirm']);
    assert.deepEqual(signs({ result: RESULT.rejected, wroteVersion: false, hasWriteTime: false }), [
      'read',
      undefined,
      undefined,
    ]);
  });

  it('say that a write was refused: there was one and it made no version', () => {
    const refused = { wroteVersion: false, result: RESULT.conflict };
    assert.equal(signs(refused)[1], 'refused-write');
    assert.equal(signs({ ...refused, result: RESULT.retry })[1], 'refused-write');
    assert.equal(signs({ ...refused, hasWriteTime: false })[1], undefined);
    assert.equal(signs({ ...refused, result: RESULT.timeout })[1], undefined);
  });

  it('say what is wrong instead of what is ordinary', () => {
    assert.deepEqual(signs({ flags: ROW_FLAG.error | ROW_FLAG.staleWrite }), [
      'read',
      'stale-write',
      'confirm',
    ]);
    assert.deepEqual(signs({ flags: ROW_FLAG.error | ROW_FLAG.duplicate }), ['read', 'write', 'duplicate']);
  });

  it('tell a release from a write that takes, also where it is stale or refused', () => {
    assert.equal(signs({ isRelease: true })[1], 'release');
    assert.equal(signs({ isRelease: true, flags: ROW_FLAG.error | ROW_FLAG.staleWrite })[1], 'stale-release');
    assert.equal(
      signs({ isRelease: true, wroteVersion: false, result: RESULT.conflict })[1],
      'refused-write',
    );
    assert.equal(signs({ isRelease: true, wroteVersion: false, result: RESULT.timeout })[1], undefined);
  });

  it('are hollow where something is only possible, at the write or else at the end', () => {
    assert.deepEqual(signs({ isPossible: true }), ['read', 'possible-write', 'confirm']);
    const timedOut = { isPossible: true, wroteVersion: false, result: RESULT.timeout };
    assert.deepEqual(signs(timedOut), ['read', undefined, 'possible-outcome']);
    for (const name of ['possible-write', 'possible-outcome'] as const)
      assert.deepEqual([LANE_SIGNS[name].style, LANE_SIGNS[name].ink], ['open', 'possible']);
  });

  it('have a warning in words only where nothing worse is said', () => {
    const warns = (flags: number): boolean => LANE_SIGNS.warning.has({ ...WRITTEN, flags });
    assert.equal(warns(ROW_FLAG.warning), true);
    assert.equal(warns(ROW_FLAG.warning | ROW_FLAG.staleWrite), false);
  });
});

describe('the table of signs', () => {
  it('has one sign over the bins of each severity that asks for one', () => {
    assert.deepEqual(Object.values(SEVERITY).map(signOfBin), [
      undefined,
      undefined,
      'warning',
      'stale-write',
    ]);
  });

  it('tells no two signs of a step by their colour alone', () => {
    const looks = LANE_SIGN_NAMES.map((name): LaneSign => LANE_SIGNS[name]).map(
      ({ shape, style, step }) => `${String(step)} ${shape} ${style}`,
    );
    assert.equal(new Set(looks).size, looks.length);
  });

  it('has a glyph for every sign that is not in the colour of its lane', () => {
    for (const name of LANE_SIGN_NAMES) {
      const { ink, glyph }: LaneSign = LANE_SIGNS[name];
      assert.equal(glyph !== '', ink !== 'own', name);
    }
  });
});
