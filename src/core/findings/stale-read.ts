import { duration } from '../words/numbers.ts';
import { offender, version, witness } from './attempt-words.ts';
import { define } from './definition.ts';

/** By the clocks, a read that began after a newer version had been confirmed. */
export const staleRead = define({
  code: 'stale-read',
  level: 'warning',
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
