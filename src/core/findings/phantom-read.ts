import { absentWrite, offender, version } from './attempt-words.ts';
import { countUpTo } from '../history/count-up-to.ts';
import { NONE } from '../words/codes.ts';
import { STEP } from '../worlds/walk.ts';
import { define } from './definition.ts';

/** A version that was read, above the initial one, and that no write made. */
export const phantomRead = define({
  code: 'phantom-read',
  level: 'error',
  find: ({ history, rows, walk, isClosed, isReplay, scheme, missing }, add) => {
    // Where there may be writers outside the trace, one of them made the version.
    if (!isClosed || walk.untraced === 0 || walk.initialVersion === NONE || scheme === 'opaque') return;
    const hangsOn = absentWrite(missing, 'the');
    for (const row of rows) {
      const read = history.readVersion[row]!;
      if (!(read > walk.initialVersion) || isReplay(row)) continue;
      const position = countUpTo(walk.chainVersion, read);
      const isExact = walk.chainVersion[position - 1] === read;
      const step = walk.chainStep[isExact ? position - 1 : position];
      if (step === undefined || (step >= 0 && walk.kind[step] === STEP.untraced)) add([row], {}, hangsOn);
    }
  },
  names: ['phantom read', 'phantom reads'],
  blame: ['read', 'write', 'confirm'],
  sentence: ({ rows }, { history }) =>
    `${offender(history, rows)} read ${version(history, history.readVersion[rows[0]!])}, which no write in the trace can have made`,
  claim: ({ rows, key }, say) => [
    `${say.who(rows[0]!)} read ${say.read(rows[0]!)}, which no write made.`,
    `It is above the initial version${say.initial(key)}, and no write of the trace, timed-out ones included, can have made it.`,
  ],
  summary: ({ rows: [row] }, history) =>
    `${version(history, history.readVersion[row!])} read, which no write made`,
  lacks: 'no write made this version',
  badge: 'phantom read',
  mechanism: 'storage transaction problem',
});
