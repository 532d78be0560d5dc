import { text } from './attempt-words.ts';
import { STEP } from '../worlds/walk.ts';
import { RESULT } from '../words/codes.ts';
import { define } from './definition.ts';
import { OtherWrites } from './other-writes.ts';

/** A key where stale writes that may have overlapped were accepted and no attempt was ever refused. */
export const unconditionalPattern = define({
  code: 'unconditional-pattern',
  level: 'info',
  find: (world, add) => {
    const { history, rows, walk } = world;
    if (!walk.kind.includes(STEP.stale)) return;
    const isRefused = (row: number): boolean =>
      history.result[row] === RESULT.conflict || history.result[row] === RESULT.retry;
    if (rows.some(isRefused)) return;
    // A write that began after the newer version was confirmed says nothing: it read an old copy.
    const others = new OtherWrites(world);
    const stale = walk.kind.findIndex(
      (kind, step) => kind === STEP.stale && others.before(step).timing !== 'began after',
    );
    if (stale >= 0) add([walk.row[stale]!]);
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
