import type { ReadingFacts, RunFacts } from '../history/run-facts.ts';

/** Why rows are known to be missing; '' where they are not. */
export function missingRows(facts: RunFacts | undefined, { rejected, restLost }: ReadingFacts): string {
  if (restLost === true) return 'the file is cut off';
  if (rejected > 0) return 'some rows could not be read';
  return facts?.complete === false ? 'the writer never said that it had finished' : '';
}
