import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { arrivalTimes, parseBurst } from '../../../../src/harness/load/arrivals.ts';
import { cumulativePopularity, drawKey, parseHot } from '../../../../src/harness/load/popularity.ts';
import { randomFor } from '../../../../src/harness/random.ts';
import {
  offeredHash,
  requestId,
  seededInventory,
  workload,
  type WorkloadOptions,
} from '../../../../src/harness/load/workload.ts';

const OPTIONS: WorkloadOptions = {
  seed: 7,
  rate: 900,
  durationS: 60,
  arrivals: 'poisson',
  keys: 50,
  skew: 1,
};

void describe('arrivals', () => {
  void it('are exactly rate × duration of them if they are constant, evenly spaced', () => {
    const times = arrivalTimes({ rate: 900, durationS: 600, arrivals: 'constant' }, Math.random);
    assert.equal(times.length, 540_000);
    for (let index = 1; index < times.length; index++) {
      const gapUs = times[index]! - times[index - 1]!;
      assert.ok(gapUs === 1111 || gapUs === 1112, `${gapUs} µs before ${index}`);
    }
  });

  void it('have the mean rate, and gaps as scattered as an exponential distribution’s, if they are Poisson', () => {
    const times = arrivalTimes({ rate: 900, durationS: 600, arrivals: 'poisson' }, randomFor(1, 'arrivals'));
    // Four standard deviations of a Poisson count.
    assert.ok(Math.abs(times.length - 540_000) < 4 * Math.sqrt(540_000), `${times.length} arrivals`);
    const gaps = times.subarray(1).map((time, index) => time - times[index]!);
    const mean = gaps.reduce((sum, gap) => sum + gap) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    assert.ok(Math.abs(Math.sqrt(variance) / mean - 1) < 0.01);
    const longerThanMean = gaps.filter((gap) => gap > mean).length / gaps.length;
    assert.ok(Math.abs(longerThanMean - Math.exp(-1)) < 0.005);
  });

  for (const arrivals of ['poisson', 'constant'] as const)
    void it(`put their share into bursts if they are ${arrivals}, wherever the run ends`, () => {
      const burst = parseBurst('3x:2s/30s');
      const times = arrivalTimes({ rate: 900, durationS: 301, arrivals, burst }, randomFor(2, 'arrivals'));
      const inBurst = times.filter((us) => (us / 1e6) % 30 < 2).length;
      const [expectedIn, expectedOut] = [900 * 3 * 21, 900 * 280];
      assert.ok(Math.abs(inBurst - expectedIn) <= 4 * Math.sqrt(expectedIn), `${inBurst} in bursts`);
      const outside = times.length - inBurst;
      assert.ok(Math.abs(outside - expectedOut) <= 4 * Math.sqrt(expectedOut), `${outside} outside`);
      assert.ok(times.every((us, index) => us < 301e6 && us >= (times[index - 1] ?? 0)));
    });

  void it('read a burst as it is printed, and refuse what is none', () => {
    assert.deepEqual(parseBurst('3x:2s/30s'), { factor: 3, lengthS: 2, periodS: 30 });
    assert.deepEqual(parseBurst('3x:500ms/1m'), { factor: 3, lengthS: 0.5, periodS: 60 });
    assert.deepEqual(parseBurst('2.5x:0.5s/10s'), { factor: 2.5, lengthS: 0.5, periodS: 10 });
    for (const text of [
      '',
      '3x',
      '3:2s/30s',
      '0x:2s/30s',
      '3x:0s/30s',
      '3x:40s/30s',
      '-3x:2s/30s',
      '3x:2s/30s ',
      '3x:2/30',
    ])
      assert.throws(() => parseBurst(text), /burst/, text);
  });
});

void describe('the popularity of keys', () => {
  void it('is Zipf’s: chi-square of 200,000 draws over 50 keys stays below the 99.9 % point, for every skew', () => {
    for (const skew of [0, 0.8, 1, 1.4]) {
      const counts = drawCounts({ keys: 50, skew }, 200_000);
      const weights = counts.map((_, key) => (key + 1) ** -skew);
      const total = weights.reduce((sum, weight) => sum + weight);
      const chiSquare = counts
        .map((count, key) => ({ count, expected: (200_000 * weights[key]!) / total }))
        .reduce((sum, { count, expected }) => sum + (count - expected) ** 2 / expected, 0);
      // Of 49 degrees of freedom.
      assert.ok(chiSquare < 85.35, `skew ${skew}: chi-square ${chiSquare}`);
    }
  });

  void it('gives hot keys their share, evenly, and Zipf the rest', () => {
    const counts = drawCounts({ keys: 20, skew: 1, hot: { keys: 2, share: 0.5 } }, 100_000);
    assert.ok(Math.abs(counts[0]! - 25_000) < 600 && Math.abs(counts[1]! - 25_000) < 600, String(counts));
    assert.ok(Math.abs(counts[2]! / counts[3]! - 2) < 0.15, String(counts));
  });

  void it('reads hot keys, and nothing else', () => {
    assert.deepEqual(parseHot('2:0.6'), { keys: 2, share: 0.6 });
    assert.deepEqual(parseHot('1:1'), { keys: 1, share: 1 });
    for (const text of ['', '2', '0:0.5', '2:0', '2:1.1', '2:60%', '2:.', '-1:0.5', '2:0.5 '])
      assert.throws(() => parseHot(text), /hot keys are written N:SHARE/, text);
  });

  void it('draws only keys that are there, at both ends of chance', () => {
    for (const options of [
      { keys: 1, skew: 1 },
      { keys: 3, skew: 0, hot: { keys: 3, share: 0.2 } },
      { keys: 1000, skew: 2 },
    ]) {
      const cumulative = cumulativePopularity(options);
      assert.equal(
        drawKey(cumulative, () => 0),
        0,
      );
      assert.equal(
        drawKey(cumulative, () => 1 - 2 ** -53),
        options.keys - 1,
      );
    }
  });
});

void describe('a workload', () => {
  void it('is the same for the same seed, and another for any other option', () => {
    const hash = offeredHash(workload(OPTIONS));
    assert.equal(offeredHash(workload({ ...OPTIONS })), hash);
    const others: Partial<WorkloadOptions>[] = [
      { seed: 8 },
      { seed: 7 + 2 ** 32 },
      { rate: 901 },
      { durationS: 61 },
      { arrivals: 'constant' },
      { keys: 51 },
      { skew: 1.01 },
      { hot: { keys: 1, share: 0.3 } },
      { burst: parseBurst('3x:2s/30s') },
    ];
    const hashes = others.map((other) => offeredHash(workload({ ...OPTIONS, ...other })));
    assert.equal(new Set([hash, ...hashes]).size, others.length + 1);
  });

  void it('has a hash that anybody can compute: SHA-256 of its lines', () => {
    const offered = workload({ ...OPTIONS, durationS: 10 });
    const lines = Array.from(offered.dueUs, (us, index) => {
      const key = offered.keys[offered.key[index]!]!;
      return `${us} ${key} ${requestId(index)}\n`;
    });
    assert.equal(offeredHash(offered), createHash('sha256').update(lines.join('')).digest('hex'));
  });

  void it('never changes: a recorded run can be repeated by any later version', () => {
    assert.equal(
      offeredHash(workload(OPTIONS)),
      'f07fc1c2b6c3de82b61bae8ba728bf84b74d36a42b111dfaa7f1d1fa0d19955e',
    );
  });

  void it('keeps its arrivals when its keys change', () => {
    assert.deepEqual(workload(OPTIONS).dueUs, workload({ ...OPTIONS, keys: 3, skew: 0 }).dueUs);
  });

  void it('names every request and key once', () => {
    const { keys } = workload({ ...OPTIONS, keys: 100 });
    assert.equal(new Set(keys).size, 100);
    assert.equal(keys[0], 'seat-001');
    assert.deepEqual([requestId(0), requestId(539_999)], ['r-000001', 'r-540000']);
  });

  void it('stocks every key by its popularity, with about the units that were asked for', () => {
    const inventory = seededInventory(workload(OPTIONS), 10_000);
    const units = [...inventory.values()];
    assert.equal(units.length, OPTIONS.keys);
    const cumulative = cumulativePopularity(OPTIONS);
    units.forEach((each, at) => {
      const asked = 10_000 * (cumulative[at]! - (cumulative[at - 1] ?? 0));
      assert.ok(each >= Math.round(asked / 2) && each <= Math.round(asked * 1.5), `${each} for ${asked}`);
    });
    assert.ok(Math.abs(units.reduce((sum, each) => sum + each) - 10_000) < 2_000);
    assert.deepEqual(seededInventory(workload(OPTIONS), 10_000), inventory);
    assert.ok([...seededInventory(workload(OPTIONS), 1).values()].every((each) => each === 1));
  });
});

function drawCounts(options: Parameters<typeof cumulativePopularity>[0], draws: number): number[] {
  const cumulative = cumulativePopularity(options);
  const random = randomFor(11, 'keys');
  const counts = new Array<number>(options.keys).fill(0);
  for (let draw = 0; draw < draws; draw++) counts[drawKey(cumulative, random)]!++;
  return counts;
}
