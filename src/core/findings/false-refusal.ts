import { NONE } from '../words/codes.ts';
import { textAt, told } from './attempt-words.ts';
import { define } from './definition.ts';

/** A write that was applied although the last word to its request was that it had been refused. */
export const falseRefusal = define({
  code: 'false-refusal',
  level: 'error',
  find: ({ cases }, add) => {
    for (const { of, writes } of cases) {
      const [write] = writes;
      if (of.refusal === NONE || write === undefined) continue;
      const hangsOn = of.isLast ? '' : 'the retry count or the clock would show which answer was the last';
      add([of.refusal, ...(write === of.refusal ? [] : [write])], {}, hangsOn);
    }
  },
  names: ['false refusal', 'false refusals'],
  blame: ['confirm', 'write', 'read'],
  sentence: ({ rows }, { history }) =>
    `request ${textAt(history, history.requestId, rows[0]!)} was told ${told(history, rows[0]!)}, but its write was applied: the unit is gone and no client holds it`,
  claim: ({ rows }, say) => [
    `${say.request(rows[0]!)} was refused although its write was applied.`,
    `It was told ${told(say.history, rows[0]!)}${say.at(say.end(rows[0]!))}; the unit is gone and no client holds it.`,
  ],
  summary: ({ rows }, history) => `told ${told(history, rows[0]!)}, but the write was applied`,
  lacks: 'an earlier attempt of the request not looked up',
  badge: 'false refusal',
});
