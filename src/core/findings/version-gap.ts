import { NONE } from '../words/codes.ts';
import { STEP } from '../worlds/walk.ts';
import { absentWrite, offender, text, version } from './attempt-words.ts';
import { define } from './definition.ts';

/** A version that nothing made, on a key without writers outside the trace. */
export const versionGap = define({
  code: 'version-gap',
  level: 'error',
  find: ({ walk, isClosed, missing, rows, history, isReplay }, add) => {
    if (!isClosed) return;
    const hangsOn = absentWrite(missing, 'the');
    for (const made of walk.unmade) {
      const reader = rows.find((row) => history.readVersion[row] === made && !isReplay(row));
      add(reader === undefined ? [] : [reader], { base: NONE, made }, hangsOn);
    }
    for (let step = 0; step < walk.kind.length; step++) {
      if (walk.kind[step] !== STEP.untraced) continue;
      const row = walk.row[step]!;
      // A version beyond where the store ended is a finding of the attempt that read it.
      if (row === NONE && walk.made[step]! > walk.finalVersion) continue;
      add(row === NONE ? [] : [row], { base: walk.current[step]!, made: walk.made[step]! }, hangsOn);
    }
  },
  names: ['gap in the versions', 'gaps in the versions'],
  blame: ['read', 'write', 'confirm'],
  sentence: ({ rows, key, data }, { history }) =>
    rows.length > 0
      ? `${offender(history, rows)} shows ${version(history, data.made)} of ${text(history, key)}, which no write made although the trace holds all writes of the key`
      : `${text(history, key)} reached ${version(history, data.made)}, which no write made although the trace holds all writes of the key`,
  claim: ({ key, data }, say) => [
    `${say.key(key)} has versions that no write made.`,
    data.base === NONE
      ? `One of them is ${say.version(data.made)}, and no writer outside the trace writes to this key.`
      : `They lie between ${say.version(data.base)} and ${say.version(data.made)}, and no writer outside the trace writes to this key.`,
  ],
  summary: ({ data }, history) => `no write made ${version(history, data.made)}`,
  lacks: 'no write made this version',
  badge: 'gap',
  mechanism: 'storage transaction problem',
});
