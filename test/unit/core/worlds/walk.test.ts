import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NONE } from '../../../../src/core/words/codes.ts';
import { historyOf } from '../check/history-language.ts';
import { inSomeOrder, walkOpaque } from '../../../../src/core/worlds/walk-opaque.ts';
import { STEP, walkKey } from '../../../../src/core/worlds/walk.ts';
import type { KeyEnds, Walk, Writes } from '../../../../src/core/worlds/walk.ts';

const KINDS = Object.keys(STEP);

/** Writes as base and version made; row `i` is write `i`. */
function writesOf(...writes: readonly (readonly [base: number, made: number])[]): Writes {
  const row = [...writes.keys()];
  return { row, maker: row, base: writes.map(([base]) => base), made: writes.map(([, made]) => made) };
}

function ends(initialVersion: number, finalVersion: number, ...seen: readonly number[]): KeyEnds {
  return { initialVersion, finalVersion, seen };
}

/** Each step as `kind base→made row`, with `-` for what is not known. */
function steps({ kind, base, made, row }: Walk): string[] {
  const text = (cell: number): string => (cell === NONE ? '-' : String(cell));
  return kind.map(
    (each, step) => `${KINDS[each]!} ${text(base[step]!)}→${text(made[step]!)} ${text(row[step]!)}`,
  );
}

describe('the walk of versions that a store counts', () => {
  it('is a chain where each write is based on the last', () => {
    const walk = walkKey('sequential', writesOf([1, 2], [2, 3]), ends(1, 3, 3));
    assert.deepEqual(steps(walk), ['chain 1→2 0', 'chain 2→3 1']);
    assert.deepEqual([walk.chainVersion, walk.chainStep, walk.untraced], [[1, 2, 3], [NONE, 0, 1], 0]);
  });

  it('puts a gap before a write down to others, the row that shows it named', () => {
    const walk = walkKey('sequential', writesOf([1, 2], [4, 5]), ends(1, 5, 5));
    assert.deepEqual(steps(walk), ['chain 1→2 0', 'untraced 2→4 1', 'chain 4→5 1']);
    assert.deepEqual([walk.chainVersion, walk.untraced], [[1, 2, 4, 5], 1]);
  });

  it('puts what is missing at the end down to others, and no row shows it', () => {
    assert.deepEqual(steps(walkKey('sequential', writesOf([1, 2]), ends(1, 4, 4))), [
      'chain 1→2 0',
      'untraced 2→4 -',
    ]);
    assert.deepEqual(steps(walkKey('sequential', writesOf([1, 2]), ends(1, NONE))), ['chain 1→2 0']);
  });

  it('calls a write on an old base stale, and fills what it jumped over', () => {
    const stale = walkKey('sequential', writesOf([1, 2], [1, 4]), ends(1, 4, 4));
    assert.deepEqual(steps(stale), ['chain 1→2 0', 'untraced 2→3 1', 'stale 1→4 1']);
    const jumped = walkKey('sequential', writesOf([1, 3]), ends(1, 3, 3));
    assert.deepEqual(steps(jumped), ['untraced 1→2 0', 'stale 1→3 0']);
    assert.deepEqual(steps(walkKey('client', writesOf([1, 3]), ends(1, 3, 3))), ['chain 1→3 0']);
  });

  it('keeps a write that does not say its base, and one that makes no newer version, apart', () => {
    assert.deepEqual(steps(walkKey('sequential', writesOf([1, 2], [NONE, 3]), ends(1, 3, 3))), [
      'chain 1→2 0',
      'unchecked -→3 1',
    ]);
    assert.deepEqual(steps(walkKey('sequential', writesOf([1, 2], [2, 2]), ends(1, 2))), [
      'chain 1→2 0',
      'misnumbered 2→2 1',
    ]);
  });

  it('has no gap before the first version where nothing says what the key began with', () => {
    const walk = walkKey('sequential', writesOf([4, 5]), ends(NONE, 5, 5));
    assert.deepEqual([steps(walk), walk.untraced], [['chain 4→5 0'], 0]);
  });
});

describe('the walk of versions that only grow', () => {
  it('takes no number for missing that was not seen', () => {
    const walk = walkKey('monotonic', writesOf([10, 30], [30, 35]), ends(10, 35));
    assert.deepEqual(steps(walk), ['chain 10→30 0', 'chain 30→35 1']);
  });

  it('puts each version that was seen and not made down to others, one by one', () => {
    const walk = walkKey('monotonic', writesOf([10, 20], [25, 40]), ends(10, 40, 22, 25, 41, 50));
    assert.deepEqual(steps(walk), [
      'chain 10→20 0',
      'untraced 20→22 -',
      'untraced 22→25 1',
      'chain 25→40 1',
      'untraced 40→41 -',
      'untraced 41→50 -',
    ]);
    assert.equal(walk.untraced, 4);
  });

  it('makes a write stale whose base was replaced by one that was only seen', () => {
    const walk = walkKey('monotonic', writesOf([10, 20]), ends(10, 20, 15));
    assert.deepEqual(steps(walk), ['untraced 10→15 -', 'stale 10→20 0']);
  });

  it('does not count a version that was seen and made by the write itself', () => {
    assert.deepEqual(steps(walkKey('monotonic', writesOf([10, 20], [20, 30]), ends(10, 30, 20, 30))), [
      'chain 10→20 0',
      'chain 20→30 1',
    ]);
    assert.deepEqual(steps(walkKey('monotonic', writesOf([NONE, 20]), ends(10, 20, 15))), [
      'untraced 10→15 -',
      'unchecked -→20 0',
    ]);
  });
});

describe('the walk of versions without an order', () => {
  it('lets as many writes be based on a version as it was current', () => {
    const walk = walkOpaque(writesOf([5, 7], [7, 5], [5, 9]), ends(5, 9));
    assert.deepEqual(steps(walk), ['chain 5→7 0', 'chain 7→5 1', 'chain 5→9 2']);
    assert.deepEqual([walk.untraced, walk.chainVersion, walk.chainStep], [0, [5, 7, 5, 9], [NONE, 0, 1, 2]]);
    assert.deepEqual(steps(walkOpaque(writesOf([5, 7], [5, 9]), ends(5, 9))), ['chain 5→7 0', 'stale 5→9 1']);
  });

  it('makes as many stale as are based on a version too often, and no more', () => {
    const walk = walkOpaque(writesOf([5, 7], [5, 8], [7, 5], [5, 9]), ends(5, 9));
    assert.deepEqual(steps(walk), ['chain 5→7 0', 'stale 5→8 1', 'chain 7→5 2', 'chain 5→9 3']);
  });

  it('keeps a write that does not say its base apart', () => {
    assert.deepEqual(steps(walkOpaque(writesOf([NONE, 7]), ends(5, 7))), ['unchecked -→7 0']);
  });

  it('counts versions that nothing made, less one that the key began with', () => {
    assert.equal(walkOpaque(writesOf([6, 7]), ends(5, 7)).untraced, 1);
    assert.equal(walkOpaque(writesOf([6, 7]), ends(5, 7, 8)).untraced, 2);
    assert.equal(walkOpaque(writesOf([5, 7]), ends(5, 8)).untraced, 1);
    assert.equal(walkOpaque(writesOf([5, 7]), ends(5, NONE)).untraced, 0);
    assert.equal(walkOpaque(writesOf([6, 7]), ends(NONE, 7)).untraced, 0);
    assert.equal(walkOpaque(writesOf([6, 7], [8, 9]), ends(NONE, 9)).untraced, 1);
    assert.equal(walkOpaque(writesOf(), ends(NONE, NONE)).untraced, 0);
  });

  it('is in the order of time where every write has one, and as it is where one has none', () => {
    const row = { request: 'r', key: 'k', result: 'success' } as const;
    const timed = historyOf([
      { ...row, start: 1, writeAt: 30, end: 40 },
      { ...row, start: 2, end: 20 },
    ]);
    assert.deepEqual(inSomeOrder(timed, writesOf([5, 7], [7, 8]), 5).base, [7, 5]);
    const untimed = historyOf([{ ...row, start: 1, writeAt: 30, end: 40 }, row]);
    assert.deepEqual(inSomeOrder(untimed, writesOf([5, 7], [7, 8]), 5).base, [5, 7]);
    assert.deepEqual(inSomeOrder(untimed, writesOf([7, 8], [5, 7]), 5).base, [5, 7], 'along the versions');
    assert.deepEqual(inSomeOrder(untimed, writesOf([6, 8], [5, 7]), 9).base, [6, 5], 'as they are');
  });
});
