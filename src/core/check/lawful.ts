import { isCounted } from '../history/run-facts.ts';
import { NONE, RESULT } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import type { KeyTask } from './key-task.ts';
import type { Choice } from './settle.ts';
import { forEachMaker } from './choices.ts';
import type { OpenKey } from './worlds.ts';

/**
 * Calls `visit` with the choices that can be lawful: each attempt on the version it read, one write for each request, until
 * `visit` returns false. True if all of them were visited, false if there were more than `most` or one was taken.
 */
export function lawfulChoices(
  open: OpenKey,
  task: KeyTask,
  history: History,
  most: number,
  visit: (choice: Choice) => boolean,
  settled?: Choice,
): boolean {
  const hasCountedVersions = isCounted(task.scheme);
  const caseOf = new Map(task.cases.flatMap((of) => of.open.map((row) => [row, of] as const)));
  const applied = new Map(settled?.applied);
  const [taken, written] = [new Set<number>(), new Set<number>()];
  let left = most;
  const settleAttempts = (index: number): boolean => {
    if (index === open.attempts.length)
      return forEachMaker(open, applied, (choice) => left-- > 0 && visit(choice), settled?.makers);
    const { row, request, options } = open.attempts[index]!;
    const of = caseOf.get(row);
    const isWritten = written.has(request) || (of?.transitions.length ?? 0) > 0;
    const read = history.readVersion[row]!;
    const isLawful = (made: number): boolean =>
      !isWritten &&
      (task.scheme === 'opaque' || !taken.has(made)) &&
      (!hasCountedVersions || read === NONE || history.result[row] === RESULT.success || made === read + 1);
    const could = options.filter((made) => made === NONE || isLawful(made));
    // An answer that needs a write, and a gap that no writer outside the trace can fill, are served first.
    const isNeeded = task.isClosed || (of?.bare.length ?? 0) > 0;
    for (const made of isNeeded ? [...could.filter((each) => each !== NONE), NONE] : could) {
      if (left <= 0) return false;
      if (made !== NONE) {
        applied.set(row, made);
        taken.add(made);
        written.add(request);
      }
      const goesOn = settleAttempts(index + 1);
      if (made !== NONE) {
        applied.delete(row);
        taken.delete(made);
        written.delete(request);
      }
      if (!goesOn) return false;
    }
    return true;
  };
  return settleAttempts(0);
}
