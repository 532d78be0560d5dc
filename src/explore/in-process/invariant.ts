import { messageOf } from '../../core/words/errors.ts';
import { clipped } from '../../core/words/printable.ts';
import { shownValue } from './answer.ts';
import { bounded } from './bounded.ts';
import { RaceModuleError, type RaceModule } from './module.ts';
import { isThenable } from './thenable.ts';

const MOST_CHARACTERS = 300;

/** Asks the invariant; resolves to what is wrong, undefined where nothing is. @throws RaceModuleError where it fails itself */
export async function brokenBy(
  { invariant }: RaceModule,
  context: unknown,
  answers: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  try {
    const result = invariant(context, answers);
    return wrongIn(isThenable(result) ? await bounded(result, 'the invariant') : result);
  } catch (error) {
    if (error instanceof RaceModuleError) throw error;
    if (isAssertion(error)) return clipped(firstLine(error.message), MOST_CHARACTERS);
    throw new RaceModuleError(
      `the invariant failed itself, which says nothing of the race: ${clipped(messageOf(error), MOST_CHARACTERS)}. ` +
        'Where it is broken let it throw an assertion error, or return false or what is wrong',
      { cause: error },
    );
  }
}

/** What a result of the invariant says to be wrong. */
function wrongIn(result: unknown): string | undefined {
  if (result === undefined || result === null || result === true || result === '') return undefined;
  if (result === false) return 'the invariant is false';
  if (Array.isArray(result)) return result.length === 0 ? undefined : shownValue(result);
  return shownValue(result);
}

/** Those of node:assert, of Chai and of the runners of tests. */
function isAssertion(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: unknown };
  return code === 'ERR_ASSERTION' || error.name === 'AssertionError' || 'matcherResult' in error;
}

function firstLine(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join(' ');
}
