/**
 * What the view's data costs for a run of 540,000 attempts on one key: `node bench/view.ts`. The index is built once per
 * key, lanes and axis; a slice is cut for every pan and zoom. Milliseconds of this thread's processor time, so that other
 * work on the machine does not count.
 */
import { keyList } from '../src/core/lists/key-list.ts';
import { buildKeyIndex } from '../src/core/picture/key-index.ts';
import { laneSlice } from '../src/core/picture/lane-slice.ts';
import type { LaneRequest } from '../src/core/picture/model.ts';
import { overview } from '../src/core/picture/overview.ts';
import { hotKey } from './hot-key.ts';

const ATTEMPTS = Number(process.argv[2] ?? 540_000);

function timed<T>(name: string, work: () => T, runs = 5): T {
  const took = Array.from({ length: runs }, () => {
    const before = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  }).sort((a, b) => a - b);
  console.log(
    `${name.padEnd(52)} median ${took[runs >> 1]!.toFixed(1).padStart(8)}  worst ${took.at(-1)!.toFixed(1).padStart(8)}`,
  );
  return work();
}

for (const times of [true, false]) {
  const analysis = hotKey({ attempts: ATTEMPTS, keys: 1, workers: 24, staleEvery: 200, times });
  const keyId = analysis.keys[0]!.key;
  console.log(`${ATTEMPTS} attempts on one key, ${times ? 'with' : 'without'} times`);
  timed('  overview, 1024 bins', () => overview(analysis, 1024));
  timed('  key list, filter r-53', () => keyList(analysis, 'r-53', 1000));
  for (const axis of ['time', 'order'] as const)
    for (const laneBy of ['worker', 'client'] as const) {
      const index = timed(
        `  index by ${laneBy}, ${axis} axis`,
        () => buildKeyIndex(analysis, keyId, laneBy, axis),
        3,
      );
      const [first, last] = index.extent;
      for (const share of [1, 0.1, 0.01, 0.001]) {
        const middle = (first + last) / 2;
        const half = ((last - first) * share) / 2;
        const request: LaneRequest = {
          keyId,
          laneBy,
          axis,
          from: middle - half,
          to: middle + half,
          widthPx: 1200,
          findingId: 0,
        };
        const slice = timed(`    slice of ${share * 100} %`, () => laneSlice(index, request), 9);
        console.log(
          `      ${slice.marks.row.length} marks, ${slice.density ? 'density' : 'no density'}, ${slice.ladder.length} rungs, ${slice.lanes.length} lanes`,
        );
      }
    }
}
