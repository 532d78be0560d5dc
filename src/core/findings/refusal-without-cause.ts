import { countUpTo } from '../history/count-up-to.ts';
import { begunOf, endOf } from '../history/attempt-times.ts';
import { NONE, RESULT } from '../words/codes.ts';
import { ROLE } from '../worlds/requests.ts';
import { STEP } from '../worlds/walk.ts';
import { offender, version } from './attempt-words.ts';
import { define } from './definition.ts';

/** A refusal although the version that was read stayed current until after the answer. */
export const refusalWithoutCause = define({
  code: 'refusal-without-cause',
  level: 'info',
  find: ({ history, rows, walk, scheme, requests }, add) => {
    if (!history.columns.has('end_us') || scheme === 'opaque') return;
    const { result, readVersion, readUs } = history;
    for (const row of rows) {
      const isRefused = result[row] === RESULT.conflict || result[row] === RESULT.retry;
      if (!isRefused || readVersion[row] === NONE || requests.role[row] === ROLE.repeated) continue;
      const position = countUpTo(walk.chainVersion, readVersion[row]!);
      if (walk.chainVersion[position - 1] !== readVersion[row]) continue;
      const next = walk.chainStep[position];
      if (next === undefined || next < 0 || walk.kind[next] === STEP.untraced) continue;
      const maker = walk.maker[next]!;
      // A time of writing is when the store had answered; the write may have been any time after the read.
      const earliest = Number.isNaN(readUs[maker]!) ? begunOf(history, maker) : readUs[maker]!;
      if (earliest > endOf(history, row)) add([row, walk.row[next]!]);
    }
  },
  names: ['refusal without a cause', 'refusals without a cause'],
  blame: ['write', 'confirm', 'read'],
  sentence: ({ rows }, { history }) =>
    `${offender(history, rows)} was refused although ${version(history, history.readVersion[rows[0]!])} was current until after the answer`,
  claim: ({ rows }, say) => [
    `${say.who(rows[0]!, rows[1])} was refused without a cause.`,
    `${say.read(rows[0]!)} was current until ${say.who(rows[1]!, rows[0])} replaced it, after the answer.`,
  ],
  summary: ({ rows }, history) =>
    `refused although ${version(history, history.readVersion[rows[0]!])} was current`,
  lacks: 'refused although nothing had changed',
  badge: '',
});
