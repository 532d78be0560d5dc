import type { MemberProblem } from '../run-files/members.ts';
import type { Config } from './schema.ts';

const STATUS = /^[1-5](\d\d|xx)$/;

/** What the shapes of the members about a service cannot say: which of them exclude or need each other. */
export function problemsOfService({ store, results = {}, invariant }: Config): readonly MemberProblem[] {
  const problems: MemberProblem[] = [];
  const problem = (field: string, message: string) => problems.push({ field, message });
  if (results.from === undefined)
    for (const name of Object.keys(results))
      if (!STATUS.test(name))
        problem(
          `results.${name}`,
          'expected an HTTP status such as 409, or a class such as 5xx; a word needs "from", the path where answers have it',
        );
  if (typeof store?.reset === 'object' && formsOf(store.reset).length !== 1)
    problem('store.reset', 'expected either command or url');
  if (typeof store?.reset === 'string' && store.url === undefined)
    problem(
      'store.reset',
      'expected a url beside it, at which the statements are run; or a command or a call as an object',
    );
  if (typeof invariant !== 'object') return problems;
  if (formsOf(invariant).length !== 1) problem('invariant', 'expected one of command, url and successes');
  const { at, least, most } = invariant;
  if (at === undefined && (least ?? most) !== undefined)
    problem('invariant.at', 'expected the path of the number that least and most bound; it is missing');
  if (at !== undefined && (least ?? most) === undefined)
    problem('invariant', 'expected least or most, the bounds of the number at at');
  if (at !== undefined && invariant.url === undefined) problem('invariant.at', 'expected only beside url');
  return problems;
}

/** By which members something is done: there must be one. */
function formsOf(action: object): readonly string[] {
  return ['command', 'url', 'successes'].filter((name) => name in action);
}
