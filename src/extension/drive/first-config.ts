import type { Config } from '../../ingest/config/schema.ts';

/** What a person says of a service before it is sent its first requests. */
export interface FirstAnswers {
  readonly url: string;
  readonly method: string;
  /** '' for none. */
  readonly body: string;
  readonly mustHold: MustHold;
  /** What puts the store back; undefined where each round has a record of its own. */
  readonly reset: { readonly statements: string } | { readonly command: string } | undefined;
}

/** What must hold afterwards: a bound of the successes, the books of a store, or a query that finds violations. */
export type MustHold =
  | { readonly successes: number }
  | { readonly store: string; readonly books: string }
  | { readonly store: string; readonly violations: string };

/** A config with what was said; what it has of anything else stays. */
export function withAnswers(config: Config | undefined, answers: FirstAnswers): Config {
  const { url, method, body, mustHold, reset } = answers;
  const store = { ...config?.store, ...storeOf(mustHold), ...resetOf(reset) };
  return {
    ...config,
    ...(Object.keys(store).length > 0 && { store }),
    requests: { A: { method, url, ...(body !== '' && { body: objectOrText(body) }) }, B: {} },
    ...('successes' in mustHold && { invariant: { successes: mustHold.successes } }),
    ...('violations' in mustHold && { invariant: mustHold.violations }),
  };
}

function storeOf(mustHold: MustHold): NonNullable<Config['store']> {
  if ('successes' in mustHold) return {};
  return { url: mustHold.store, ...('books' in mustHold && { books: mustHold.books }) };
}

function resetOf(reset: FirstAnswers['reset']): NonNullable<Config['store']> {
  if (reset === undefined) return {};
  return { reset: 'statements' in reset ? reset.statements : { command: reset.command } };
}

/** A body in JSON stands in the file as an object, in which it can be read. */
function objectOrText(body: string): string | Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : body;
  } catch {
    return body;
  }
}
