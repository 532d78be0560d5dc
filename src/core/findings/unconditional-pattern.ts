import { text } from './attempt-words.ts';
import { STEP } from '../worlds/walk.ts';
import { RESULT } from '../words/codes.ts';
import { define } from './definition.ts';

/** A key where stale writes were accepted and no attempt was ever refused. */
export const unconditionalPattern = define({
  code: 'unconditional-pattern',
  level: 'info',
  find: ({ history, rows, walk }, add) => {
    const stale = walk.kind.indexOf(STEP.stale);
    if (stale < 0) return;
    const isRefused = (row: number): boolean =>
      history.result[row] === RESULT.conflict || history.result[row] === RESULT.retry;
    if (!rows.some(isRefused)) add([walk.row[stale]!]);
  },
  names: ['key with stale writes and no refusal', 'keys with stale writes and no refusal'],
  blame: ['write', 'confirm', 'read'],
  sentence: ({ key }, { history }) =>
    `stale writes to ${text(history, key)} were accepted and no refusal was seen: the write may have no condition`,
  claim: ({ key }, say) => [
    `${say.key(key)} may be written without a condition.`,
    'Stale writes were accepted and no refusal was seen.',
  ],
  summary: () => 'stale writes, and no refusal was seen',
  lacks: 'no condition on the version read',
  badge: '',
});
