import { offender, text, version, witness } from './attempt-words.ts';
import { STEP } from '../worlds/walk.ts';
import { define } from './definition.ts';

/** What two writes of one version are, of which one does not say its base. */
const TWICE = ['two writes were based on one version', 'one version was made from two'];

/** Attempts of unknown outcome that leave several explanations, each of which has an error. */
export const noLawfulWorld = define({
  code: 'no-lawful-world',
  level: 'error',
  find: ({ walk, scheme }, add) => {
    if (scheme === 'opaque') return;
    for (let step = 1; step < walk.kind.length; step++)
      if (
        walk.kind[step] === STEP.unchecked &&
        walk.made[step] === walk.made[step - 1] &&
        walk.kind[step - 1] !== STEP.untraced
      )
        add([walk.row[step]!, walk.row[step - 1]!], { made: walk.made[step]!, alternatives: TWICE });
  },
  names: ['key that no outcome explains', 'keys that no outcome explains'],
  blame: ['write', 'confirm', 'read'],
  sentence: ({ key, rows, data }, { history }) => {
    const alternatives = `either ${(data.alternatives ?? []).join(', or ')}`;
    if (data.made === undefined)
      return `whatever the attempts to ${text(history, key)} came to, there is an error: ${alternatives}`;
    const [later, earlier] = [offender(history, rows), witness(history, rows, 1)];
    return `${version(history, data.made)} of ${text(history, key)} was made twice, by ${earlier} and by ${later}: ${alternatives}`;
  },
  claim: ({ key, rows, data }, say) => [
    data.made === undefined
      ? `No outcome of the open attempts to ${say.key(key)} is without an error.`
      : `${say.version(data.made)} of ${say.key(key)} was made by ${say.who(rows[1]!, rows[0])} and again by ${say.who(rows[0]!, rows[1])}.`,
    `Either ${(data.alternatives ?? []).join(', or ')}.`,
  ],
  summary: ({ data }) => `either ${(data.alternatives ?? []).join(', or ')}`,
  lacks: 'wrong, or another of these attempts is',
  badge: 'no outcome',
});
