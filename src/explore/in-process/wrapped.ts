import { step } from './step.ts';

/** What begins a transaction or only sets the session up: it touches nothing and is no step. */
const NO_STEP = /^\s*(begin|start\s+transaction|set\b(?!\s+transaction)|show\b|reset\b|discard\b)/i;

interface Queryable {
  readonly query: (...args: readonly unknown[]) => unknown;
}

/**
 * A client or pool of `pg` whose statements are steps, named by their text. `BEGIN`, `SET` and `SHOW` pass at once, and so
 * does what is not a plain query, such as a cursor.
 */
export function wrapped<T extends object>(client: T): T {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name === 'query') return (...args: unknown[]) => query(target as Queryable, args);
      if (name === 'connect' && isPool(target))
        return async () => wrapped(await (value as () => Promise<object>).call(target));
      return (...args: unknown[]) => (value as (...each: unknown[]) => unknown).apply(target, args);
    },
  });
}

/** A pool lends clients; a client connects itself. */
function isPool(target: object): boolean {
  return 'totalCount' in target;
}

function query(client: Queryable, args: readonly unknown[]): unknown {
  const text = textOf(args[0]);
  const callback = args.at(-1);
  if (text === undefined || NO_STEP.test(text)) return client.query(...args);
  const label = text.replaceAll(/\s+/g, ' ').trim();
  if (typeof callback !== 'function') return step(label, () => client.query(...args));
  const perform = () => client.query(...args.slice(0, -1));
  step(label, perform).then(
    (result: unknown) => {
      (callback as (error: unknown, result: unknown) => void)(null, result);
    },
    (error: unknown) => {
      (callback as (error: unknown) => void)(error);
    },
  );
  return undefined;
}

function textOf(first: unknown): string | undefined {
  if (typeof first === 'string') return first;
  if (typeof first !== 'object' || first === null || 'submit' in first) return undefined;
  const { text } = first as { readonly text?: unknown };
  return typeof text === 'string' ? text : undefined;
}
