import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ALL_FAULTS, FAULTS, parseFaults, printFaults } from '../../../../src/harness/fault/faults.ts';
import { faultyStore } from '../../../../src/harness/fault/faulty-store.ts';
import {
  faultWindows,
  killTimes,
  openAt,
  openDuring,
  strikes,
  type FaultWindow,
} from '../../../../src/harness/fault/windows.ts';
import { WorkerKiller } from '../../../../src/harness/fault/worker-killer.ts';
import { randomFor } from '../../../../src/harness/random.ts';
import { memoryStore } from '../../../../src/harness/store/memory/memory-store.ts';
import { StoreTimeoutError } from '../../../../src/harness/store/versioned-store.ts';
import { eventually } from '../../../eventually.ts';

void describe('the faults of a run', () => {
  it('are read from what they print, with a rate or their usual one', () => {
    assert.deepEqual(parseFaults(printFaults(ALL_FAULTS)), ALL_FAULTS);
    assert.deepEqual(parseFaults('worker-kill:2, lost-answer'), [
      { fault: 'worker-kill', rate: 2 },
      ALL_FAULTS.find(({ fault }) => fault === 'lost-answer'),
    ]);
  });

  for (const [text, message] of [
    ['', /NAME or NAME:RATE/],
    ['earthquake', /there are lost-answer, worker-kill/],
    ['lost-answer:1.5', /probability above 0 and at most 1/],
    ['lost-answer:0', /probability above 0/],
    ['worker-kill:0', /more than 0 kills per second/],
    ['lost-answer:-1', /NAME or NAME:RATE/],
  ] as const)
    it(`are refused when they are ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseFaults(text), message);
    });

  it('have equal windows one after another, with calm between, before and after', () => {
    const windows = faultWindows(ALL_FAULTS, 10, 1e6);
    assert.deepEqual(
      windows.map(({ fault, fromUs, toUs }) => [fault, fromUs, toUs]),
      FAULTS.map((fault, index) => [fault, 1e6 + index * 2e6 + 4e5, 1e6 + index * 2e6 + 16e5]),
    );
    assert.equal(openAt(windows, 14e5 - 1), undefined);
    assert.equal(openAt(windows, 14e5), windows[0]);
    assert.equal(openAt(windows, 26e5), undefined);
    assert.equal(openDuring(windows, 26e5, 33e5), undefined);
    assert.equal(openDuring(windows, 25e5, 50e5), windows[0]);
  });

  it('strike the same deliveries of the same seed, about as often as they should', () => {
    const [window] = faultWindows([{ fault: 'lost-answer', rate: 0.2 }], 10, 0);
    const struck = (seed: number) =>
      Array.from({ length: 2000 }, (_, index) =>
        strikes(window, 'lost-answer', { seed, requestId: `r-${index}`, before: 0 }),
      );
    assert.deepEqual(struck(7), struck(7));
    assert.notDeepEqual(struck(7), struck(8));
    const share = struck(7).filter(Boolean).length / 2000;
    assert.ok(share > 0.16 && share < 0.24, String(share));
    assert.equal(strikes(window, 'duplicate-delivery', { seed: 7, requestId: 'r', before: 0 }), false);
    assert.equal(strikes(undefined, 'lost-answer', { seed: 7, requestId: 'r', before: 0 }), false);
  });

  it('kill workers in the window of the kills, spread over it, and once at least', () => {
    const windows = faultWindows(parseFaults('lost-answer,worker-kill:2'), 20, 5e6);
    const kills = killTimes(windows, 3);
    const times = kills.map(({ atUs }) => atUs);
    assert.equal(times.length, 12);
    assert.ok(kills.every(({ untilUs }) => untilUs === windows[1]!.toUs));
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
    assert.ok(times.every((us) => openAt(windows, us)?.fault === 'worker-kill'));
    assert.deepEqual(kills, killTimes(windows, 3));
    assert.equal(killTimes(faultWindows(parseFaults('worker-kill:0.01'), 1, 0), 3).length, 1);
  });
});

void describe('what kills workers', () => {
  it('leaves out the kills that would come after their window, for another to start takes time', async () => {
    let nowUs = 0;
    const replaced: number[] = [];
    const killer = new WorkerKiller({
      kills: [0, 10, 20, 90].map((atUs) => ({ atUs, untilUs: 50 })),
      clock: () => nowUs,
      random: () => 0,
      victims: 1,
      replace: () => {
        replaced.push(nowUs);
        nowUs += 40;
        return Promise.resolve();
      },
    });
    await eventually(() => {
      assert.equal(killer.kills, 2);
    });
    await killer.stop();
    assert.deepEqual(replaced, [0, 40], 'and neither the third, which was late, nor the last');
  });
});

void describe('a store that fails', () => {
  async function failing(fault: FaultWindow['fault'], rate: number) {
    const store = memoryStore();
    await store.load(new Map([['seat', 1000]]));
    const slept: number[] = [];
    let nowUs = 150;
    const disturbed = faultyStore(store, {
      clock: () => nowUs,
      random: randomFor(1, 'test'),
      windows: () => [{ fault, rate, fromUs: 100, toUs: 200 }],
      sleep: (ms) => Promise.resolve(slept.push(ms)),
    });
    return { store, disturbed, slept, at: (us: number) => (nowUs = us) };
  }

  it('is as it was outside of the window', async () => {
    const { disturbed, slept, at } = await failing('storage-timeout', 1);
    for (const us of [99, 200]) {
      at(us);
      assert.deepEqual(await disturbed.get('seat'), { value: 1000, version: 1 });
    }
    assert.deepEqual(slept, []);
  });

  it('gives no answer to a write, half of which have taken effect', async () => {
    const { store, disturbed } = await failing('storage-timeout', 1);
    for (let write = 0; write < 400; write++)
      await assert.rejects(disturbed.put('seat', 1000), StoreTimeoutError);
    const applied = await store.commits();
    assert.ok(applied > 150 && applied < 250, String(applied));
    await assert.rejects(disturbed.get('seat'), StoreTimeoutError);
    assert.equal(await store.commits(), applied);
  });

  it('answers late, as often as its rate says, and everything', async () => {
    const { disturbed, slept } = await failing('slow-storage', 0.5);
    for (let read = 0; read < 400; read++) assert.equal((await disturbed.get('seat'))?.value, 1000);
    assert.ok(slept.length > 150 && slept.length < 250, String(slept.length));
    assert.ok(slept.every((ms) => ms > 0));
  });
});
