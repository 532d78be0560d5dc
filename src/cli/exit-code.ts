import type { DecisionName } from '../core/index.ts';
import type { Verdict } from '../core/words/terms.ts';

/** Exit codes of every command; scripts and the extension's task read them. */
export const EXIT = { ok: 0, violation: 1, usage: 2, unknown: 3, interrupted: 130 } as const;

/** The exit code that a verdict ends in. */
export const EXIT_OF_VERDICT: Readonly<Record<Verdict, number>> = {
  ok: EXIT.ok,
  violation: EXIT.violation,
  unknown: EXIT.unknown,
};

/** The exit code that a decision ends in. */
export const EXIT_OF_DECISION: Readonly<Record<DecisionName, number>> = {
  blocked: EXIT.violation,
  undecided: EXIT.unknown,
  canary: EXIT.ok,
  release: EXIT.ok,
};
