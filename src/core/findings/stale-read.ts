import { duration } from '../words/numbers.ts';
import { offender, version, witness } from './attempt-words.ts';
import { STEP } from '../worlds/walk.ts';
import { NONE, RESULT } from '../words/codes.ts';
import { define } from './definition.ts';
import type { KeyWorld } from './key-world.ts';

/** By the clocks, a read that began after a newer version had been confirmed. */
export const staleRead = define({
  code: 'stale-read',
  level: 'warning',
  find: (world, add) => {
    const { history, rows, walk, isReplay, scheme } = world;
    if (!history.columns.has('read_us') || !history.columns.has('end_us') || scheme === 'opaque') return;
    const { result, readVersion, readUs, endUs } = history;
    const confirmations = new EarliestConfirmations(world);
    let chain: ReadonlySet<number> | undefined;
    for (const row of rows) {
      const refused = result[row] === RESULT.conflict || result[row] === RESULT.retry;
      if (refused || isReplay(row) || !(readVersion[row]! >= 0)) continue;
      const newer = confirmations.earliestAbove(readVersion[row]!);
      if (newer === undefined || newer === row || !(endUs[newer]! < readUs[row]!)) continue;
      // A write in the chain was based on the newest version there was, whatever the clocks say.
      chain ??= new Set(walk.maker.filter((_, step) => walk.kind[step] === STEP.chain));
      if (!chain.has(row)) add([row, newer]);
    }
  },
  names: ['stale read', 'stale reads'],
  blame: ['read', 'write', 'confirm'],
  sentence: ({ rows }, { history }) => {
    const newer = version(history, history.writeVersion[rows[1]!]);
    return `${offender(history, rows)} read ${version(history, history.readVersion[rows[0]!])} after ${witness(history, rows, 1)} had been told that ${newer} was written`;
  },
  claim: ({ rows }, say) => {
    const [row, newer] = rows as [number, number];
    const gap = say.history.readUs[row]! - say.end(newer);
    return [
      `${say.who(row, newer)} read ${say.read(row)} after ${say.written(newer)} was confirmed.`,
      `${say.who(newer, row)} was told success${say.at(say.end(newer))}, ${duration(gap / 1000)} before this read.`,
    ];
  },
  summary: ({ rows: [row, newer] }, history) =>
    `${version(history, history.readVersion[row!])} read after ${version(history, history.writeVersion[newer!])} was confirmed`,
  lacks: 'older than what was already confirmed',
  badge: 'stale read',
});

/** Of the confirmed writes above a version, the one that was confirmed first: one pass from the top, then bisection. */
class EarliestConfirmations {
  readonly #versions: number[] = [];
  readonly #rows: number[] = [];

  constructor({ history, walk, requests }: KeyWorld) {
    let earliest = Infinity;
    for (let step = walk.kind.length - 1; step >= 0; step--) {
      const row = requests.teller[walk.row[step]!] ?? NONE;
      if (walk.kind[step] === STEP.untraced || row === NONE) continue;
      if (!(history.endUs[row]! < earliest)) continue;
      earliest = history.endUs[row]!;
      this.#versions.push(walk.made[step]!);
      this.#rows.push(row);
    }
  }

  /** Versions descend and times descend with them, so the last entry above the version is the earliest. */
  earliestAbove(version: number): number | undefined {
    let low = 0;
    let high = this.#versions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#versions[middle]! > version) low = middle + 1;
      else high = middle;
    }
    return this.#rows[low - 1];
  }
}
