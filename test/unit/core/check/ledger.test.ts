import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closeLedger, totalLedger, untouchedLedger } from '../../../../src/core/check/ledger.ts';
import { noCauses } from '../../../../src/core/check/key-units.ts';
import type { Causes, KeyUnits } from '../../../../src/core/check/key-units.ts';

/** The units of a world in which some causes took some. */
function worldOf(by: Partial<Causes>): KeyUnits {
  const { books } = EMPTY;
  return { ...EMPTY, books: { ...books, confirmed: 5 }, by: { ...noCauses(), ...by } };
}

const EMPTY = {
  books: {
    ...{ initial: 9, remaining: 6, confirmed: 0, unconfirmed: 0, outside: 0 },
    ...{ openLeast: 0, openMost: 0, hasReleases: false },
  },
  ...{ by: noCauses(), confirmedTwice: 0, excess: 0, openWrites: 0 },
};

const BOOKS = { initial: 9, remaining: 6 };

describe('the ledger of several worlds', () => {
  it('prints an entry that is the same in all of them, and leaves the rest undecided', () => {
    const worlds = [
      worldOf({ 'stale-version-write': 1, 'lost-confirmation': 1 }),
      worldOf({ 'stale-version-write': 1, 'duplicate-confirmation': 1 }),
    ];
    const { mismatch, by, unexplained, undecided } = closeLedger(worlds, BOOKS);
    assert.deepEqual([mismatch, unexplained, undecided], [2, 0, 1]);
    assert.deepEqual(by, { ...noCauses(), 'stale-version-write': 1 });
  });

  it('has unexplained units only where every world leaves as many', () => {
    const same = closeLedger(
      [worldOf({ 'stale-version-write': 1 }), worldOf({ 'duplicate-write': 1 })],
      BOOKS,
    );
    assert.deepEqual([same.unexplained, same.undecided], [1, 1]);
    const different = closeLedger([worldOf({ 'stale-version-write': 1 }), worldOf({})], BOOKS);
    assert.deepEqual([different.unexplained, different.undecided], [0, 2]);
  });

  it('leaves everything undecided where not all worlds were looked at', () => {
    const { by, unexplained, undecided } = closeLedger([worldOf({ 'stale-version-write': 1 })], BOOKS, false);
    assert.deepEqual([by, unexplained, undecided], [noCauses(), 0, 2]);
  });

  it('has no mismatch without both ends of the books', () => {
    for (const books of [
      { initial: 9, remaining: undefined },
      { initial: undefined, remaining: 6 },
    ]) {
      const ledger = closeLedger([worldOf({ 'stale-version-write': 1 })], books);
      assert.deepEqual([ledger.mismatch, ledger.unexplained, ledger.undecided], [undefined, 0, 0]);
    }
  });
});

describe('the ledger of all keys', () => {
  it('adds up, undecided units included', () => {
    const undecided = closeLedger([worldOf({ 'stale-version-write': 1 }), worldOf({})], BOOKS);
    const total = totalLedger([undecided, undecided, untouchedLedger({ initial: 4, remaining: 4 })]);
    assert.deepEqual([total.mismatch, total.undecided, total.initial, total.remaining], [4, 4, 22, 16]);
  });

  it('is not known where that of one key is not', () => {
    const known = closeLedger([worldOf({})], BOOKS);
    const unknown = closeLedger([worldOf({})], { initial: undefined, remaining: 6 });
    for (const ledgers of [
      [known, unknown],
      [unknown, known],
    ]) {
      const total = totalLedger(ledgers);
      assert.deepEqual(
        [total.mismatch, total.initial, total.unexplained, total.undecided],
        [undefined, undefined, 0, 0],
      );
    }
    assert.equal(totalLedger([]).mismatch, undefined);
  });
});
