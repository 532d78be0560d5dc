import { textAt, told } from './attempt-words.ts';
import { define } from './definition.ts';

/** A request that was told success and later a refusal. */
export const contradictoryAnswers = define({
  code: 'contradictory-answers',
  level: 'warning',
  find: ({ requests, key }, add) => {
    for (const answers of requests.contradictory.get(key) ?? []) add(answers);
  },
  names: ['contradictory answer', 'contradictory answers'],
  blame: ['confirm', 'write', 'read'],
  sentence: ({ rows }, { history }) =>
    `request ${textAt(history, history.requestId, rows[0]!)} was told success and later ${told(history, rows[0]!)}`,
  claim: ({ rows }, say) => [
    `${say.request(rows[0]!)} was told two different things.`,
    `It was confirmed${say.at(say.end(rows[1]!))}, and told ${told(say.history, rows[0]!)}${say.at(say.end(rows[0]!))}.`,
  ],
  summary: ({ rows }, history) => `told success, then ${told(history, rows[0]!)}`,
  lacks: 'an earlier answer of the request not looked up',
  badge: 'two answers',
});
