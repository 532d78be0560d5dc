import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { search, type SearchResult } from '../../../../src/explore/search/search.ts';
import type { Runner } from '../../../../src/explore/search/runner.ts';
import { exactly, model, UNBOUNDED, type Step } from './model.ts';

const SALE: readonly Step[] = [{ read: 'stock' }, { take: 'stock' }];
const LOCKED: readonly Step[] = [{ lock: 'stock' }, ...SALE, { unlock: 'stock' }];

/** What the schedules ended in, without how many did. */
function endingsOf({ tree }: SearchResult): readonly string[] {
  return tree.outcomes.map(({ codes, broken, notes }) => JSON.stringify({ codes, broken, notes })).sort();
}

/** How many orders there are of clients with so many steps each. */
function interleavings(lengths: readonly number[]): number {
  let ways = 1;
  let steps = 0;
  for (const length of lengths) for (let own = 1; own <= length; own++) ways = (ways * ++steps) / own;
  return Math.round(ways);
}

void describe('the search', () => {
  void it('explores each schedule of two clients once', async () => {
    const seen: string[] = [];
    const result = await search(model([SALE, SALE]), {
      ...UNBOUNDED,
      onSchedule: (schedule) => seen.push(schedule().join('')),
    });
    assert.deepEqual(result.end, { why: 'complete' });
    assert.deepEqual(seen, ['0011', '0101', '0110', '1001', '1010', '1100']);
    assert.equal(result.schedules, 6);
  });

  void it('finds the outcomes of a lost update and how many schedules end so', async () => {
    // Sold twice: both took the one unit that they had seen.
    const both = ({ seen }: { seen: readonly Record<string, number>[] }) =>
      !seen.every(({ stock }) => stock === 1);
    const { tree } = await search(model([SALE, SALE], { holds: both }), UNBOUNDED);
    assert.equal(sum(tree.outcomes.filter(({ broken }) => broken !== undefined)), 4);
    assert.equal(sum(tree.outcomes.filter(({ broken }) => broken === undefined)), 2);
  });

  void it('sees a client that waits for a lock, and what the one that lets it go on does', async () => {
    const { tree, schedules, root } = await search(model([LOCKED, LOCKED]), UNBOUNDED);
    assert.ok(tree.places.some(({ place }) => place.at === 'blocked'));
    // A: 1 step alone, then B may ask for the lock before each of the three others; and the other way around.
    assert.equal(schedules, 8);
    assert.ok(root !== undefined && tree.nodes[root]!.children.length === 4);
  });

  void it('ends a schedule in which all wait for each other', async () => {
    const ab: readonly Step[] = [{ lock: 'a' }, { lock: 'b' }, { unlock: 'b' }, { unlock: 'a' }];
    const ba: readonly Step[] = [{ lock: 'b' }, { lock: 'a' }, { unlock: 'a' }, { unlock: 'b' }];
    const { tree } = await search(model([ab, ba]), UNBOUNDED);
    assert.ok(tree.outcomes.some(({ codes }) => codes.every((code) => code === 'stuck')));
  });

  void it('keeps equal parts of the tree once', async () => {
    const four = [0, 1, 2, 3].map((): Step[] => [{ read: 'x' }, { read: 'x' }]);
    const { schedules, tree } = await search(model(four), UNBOUNDED);
    assert.equal(schedules, 2520);
    assert.equal(tree.nodes.length, 3 ** 4);
  });
});

void describe('a search that leaves out what comes to the same', () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ read: fc.constantFrom('x', 'y', 'z') }),
    fc.record({ take: fc.constantFrom('x', 'y', 'z') }),
    fc.record({ write: fc.constantFrom('x', 'y', 'z'), value: fc.nat(3) }),
  );
  const withLock = fc
    .tuple(fc.constantFrom('x', 'l'), fc.array(step, { maxLength: 2 }), fc.array(step, { maxLength: 1 }))
    .map(([lock, inside, after]): Step[] => [{ lock }, ...inside, { unlock: lock }, ...after]);
  const program = fc.oneof(fc.array(step, { minLength: 1, maxLength: 4 }), withLock);

  void it('has the same outcomes as one that leaves out nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(program, { minLength: 2, maxLength: 3 }), async (programs) => {
        fc.pre(interleavings(programs.map(({ length }) => length)) <= 300);
        const runner = model(programs);
        const whole = await search(runner, UNBOUNDED);
        const reduced = await search(runner, { ...UNBOUNDED, reduce: true });
        assert.deepEqual(endingsOf(reduced), endingsOf(whole));
        assert.ok(reduced.schedules <= whole.schedules);
        assert.equal(reduced.end.why, 'complete');
        if (programs.flat().every((each) => !('lock' in each)))
          assert.equal(whole.schedules, interleavings(programs.map(({ length }) => length)));
      }),
      { numRuns: 100 },
    );
  });

  void it('loses an outcome if footprints are wrong: what the property above would see', async () => {
    const footprintOf = (each: Step) => ({ ...exactly(each), writes: [] });
    const whole = await search(model([SALE, SALE]), UNBOUNDED);
    const wrong = await search(model([SALE, SALE], { footprintOf }), { ...UNBOUNDED, reduce: true });
    assert.ok(endingsOf(wrong).length < endingsOf(whole).length);
  });

  void it('leaves out nothing where steps are not known', async () => {
    const runner = model([SALE, SALE], { footprintOf: () => undefined });
    assert.equal((await search(runner, { ...UNBOUNDED, reduce: true })).schedules, 6);
  });

  void it('explores one schedule of clients that touch nothing in common', async () => {
    const runner = model([
      [{ read: 'x' }, { take: 'x' }],
      [{ read: 'y' }, { take: 'y' }],
    ]);
    const { schedules, cut } = await search(runner, { ...UNBOUNDED, reduce: true });
    assert.equal(schedules, 1);
    assert.ok(cut > 0);
  });

  void it('stops where a client waits for what no footprint tells of', async () => {
    const runner = model([LOCKED, LOCKED], { waitsAs: 'parked' });
    assert.deepEqual((await search(runner, { ...UNBOUNDED, reduce: true })).end, { why: 'parked' });
    assert.deepEqual((await search(runner, UNBOUNDED)).end, { why: 'complete' });
  });
});

void describe('a search with a bound', () => {
  void it('of preemptions has the schedules with that many of them', async () => {
    const counts = [];
    for (const preemptions of [0, 1, 2, 3])
      counts.push((await search(model([SALE, SALE]), { ...UNBOUNDED, preemptions })).schedules);
    // AABB BBAA; with one: ABBA BAAB; with two: ABAB BABA.
    assert.deepEqual(counts, [2, 4, 6, 6]);
  });

  void it('of schedules or steps or time says that it is not complete', async () => {
    const runner = model([SALE, SALE]);
    const few = await search(runner, { ...UNBOUNDED, maxSchedules: 5 });
    assert.deepEqual([few.schedules, few.end.why], [5, 'schedules']);
    const exact = await search(runner, { ...UNBOUNDED, maxSchedules: 6 });
    assert.deepEqual([exact.schedules, exact.end.why], [6, 'complete']);
    const short = await search(runner, { ...UNBOUNDED, maxSteps: 3 });
    assert.deepEqual([short.schedules, short.end.why], [0, 'steps']);
    const late = await search(runner, { ...UNBOUNDED, maxSeconds: 0 });
    assert.deepEqual([late.schedules, late.end.why], [0, 'seconds']);
  });

  void it('ends when it is interrupted', async () => {
    const abort = new AbortController();
    const result = await search(model([SALE, SALE]), {
      ...UNBOUNDED,
      interrupted: abort.signal,
      onSchedule: () => {
        abort.abort();
      },
    });
    assert.deepEqual([result.schedules, result.end.why], [1, 'interrupted']);
  });
});

void describe('clients that do not do the same again', () => {
  void it('are told at the step where they differ, with both', async () => {
    let runs = 0;
    const changing: Runner = {
      clients: ['A', 'B'],
      begin: () => {
        const last: Step = ++runs > 2 ? { read: 'cache' } : { take: 'stock' };
        return model([SALE, [{ read: 'stock' }, last]]).begin();
      },
    };
    const { end, schedules } = await search(changing, UNBOUNDED);
    assert.equal(schedules, 2);
    assert.ok(end.why === 'nondeterminism');
    assert.match(
      end.error.message,
      /step 2: there B was about to do "take stock" the first time and was about to do "read cache" the second/,
    );
  });
});

function sum(outcomes: readonly { readonly schedules: number }[]): number {
  return outcomes.reduce((total, { schedules }) => total + schedules, 0);
}
