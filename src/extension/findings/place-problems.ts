/** More lines of source than a person looks at; each may take a search through the workspace. */
const MOST_PLACES = 300;

/**
 * Finds the place of each problem, one after the other, and leaves out those without one. Looks for the first 300 only,
 * which are the worst. Stops as soon as `isWanted` says no, and then has no answer.
 */
export async function placeProblems<Problem, Place>(
  problems: readonly Problem[],
  placeOf: (problem: Problem) => Promise<Place | undefined>,
  isWanted: () => boolean,
): Promise<readonly (readonly [Problem, Place])[] | undefined> {
  const placed: [Problem, Place][] = [];
  for (const problem of problems.slice(0, MOST_PLACES)) {
    const place = await placeOf(problem);
    if (!isWanted()) return undefined;
    if (place !== undefined) placed.push([problem, place]);
  }
  return placed;
}
