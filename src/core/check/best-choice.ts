import { STEP } from '../worlds/walk.ts';
import { forEachChoice, type ChoiceRules } from './choices.ts';
import { apartFrom } from './components.ts';
import { findIn, isError } from './found-in-world.ts';
import type { KeyTask, Shared } from './key-task.ts';
import { lawfulChoices } from './lawful.ts';
import { NOTHING, settle, type Choice, type Settled } from './settle.ts';
import type { OpenKey } from './worlds.ts';

/** More errors than a key has. */
const MOST_ERRORS = 1e6;

/** How a search for the best choice goes on. */
export interface Search {
  readonly shared: Shared;
  readonly task: KeyTask;
  readonly admitsGaps: boolean;
  readonly rules: (part: OpenKey, settled: Choice) => ChoiceRules;
  /** Choices of one part that are tried. */
  readonly most: number;
  /** Takes note of one more choice; false if there have been enough. */
  readonly goesOn: () => boolean;
}

/**
 * The choice with the fewest errors, part by part, since parts change nothing of each other. `isWhole`: whether every choice was
 * tried that can have fewer.
 */
export function bestChoice(
  parts: readonly OpenKey[],
  search: Search,
): { readonly choice: Choice; readonly isWhole: boolean } {
  let [choice, isWhole] = [NOTHING, true];
  if (faultsOf(search, choice) === 0) return { choice, isWhole };
  for (const part of parts) {
    const best = bestOfPart(part, choice, search);
    choice = best.choice;
    isWhole &&= best.isWhole;
  }
  return { choice, isWhole };
}

function bestOfPart(part: OpenKey, settled: Choice, search: Search): { choice: Choice; isWhole: boolean } {
  const { shared, task, most, rules, goesOn } = search;
  let [best, fewest, left] = [settled, Infinity, most];
  const take = (choice: Choice): boolean => {
    const faults = faultsOf(search, choice);
    if (faults < fewest) [best, fewest] = [choice, faults];
    return fewest > 0 && goesOn();
  };
  const isWhole = forEachChoice(part, rules(part, settled), (choice) => take(choice) && --left > 0);
  if (isWhole || fewest === 0) return { choice: best, isWhole: true };
  lawfulChoices(part, task, shared.history, most, take, apartFrom(part, settled));
  return { choice: best, isWhole: fewest === 0 };
}

/** How much of a choice is not as it must be: versions that nothing made where that cannot be, then errors. */
function faultsOf({ shared, task, admitsGaps }: Search, choice: Choice): number {
  const settled = settle(shared, task, choice);
  const errors = findIn(settled).filter(isError).length;
  return admitsGaps ? errors : unmadeIn(settled) * MOST_ERRORS + errors;
}

function unmadeIn({ world: { walk } }: Settled): number {
  return walk.kind.reduce(
    (sum, kind, step) => sum + (kind === STEP.untraced ? walk.made[step]! - walk.current[step]! : 0),
    0,
  );
}
