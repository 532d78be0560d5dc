import type { DecisionName } from '../core/index.ts';

/** The answer to whether it can be released: a word, and what it means. */
export const ANSWER: Readonly<Record<DecisionName, readonly [word: string, meaning: string]>> = {
  blocked: ['Blocked', 'do not release'],
  undecided: ['Undecided', 'not yet: the evidence does not allow a release'],
  canary: ['Canary', 'release to a canary only'],
  release: ['Release', 'it may be released'],
};
