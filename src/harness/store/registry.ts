import { etcd } from './etcd/driver.ts';
import { memory } from './memory/driver.ts';
import { postgres } from './postgres/driver.ts';
import { redis } from './redis/driver.ts';
import { sqlite } from './sqlite/driver.ts';
import type { StoreDriver } from './store-driver.ts';

/**
 * The kinds of store there are, by the name that a manifest has for each. A kind is a folder and a line here: the URLs,
 * the help, the errors, the externals of the build and what a run does with a store all follow from its driver.
 */
const DRIVERS = { sqlite, memory, postgres, redis, etcd } satisfies Readonly<Record<string, StoreDriver>>;

/** The name of a kind of store. */
export type StoreKind = keyof typeof DRIVERS;

/** The driver of each kind of store. */
export const STORES: Readonly<Record<StoreKind, StoreDriver>> = DRIVERS;

/** The names of all kinds of store. */
export const STORE_KINDS = Object.keys(STORES) as readonly StoreKind[];

/** How the URLs of all stores are written, as a list in a sentence. */
export function storeForms(or: 'and' | 'or'): string {
  const forms = Object.values(STORES).map(({ form }) => form);
  return `${forms.slice(0, -1).join(', ')} ${or} ${forms.at(-1) ?? ''}`;
}

/** How a query is written for each kind of store whose records can be read, a line for each, as a help has it. */
export function queryForms(): string {
  const readers = Object.values(STORES).flatMap(({ form, reader }: StoreDriver) =>
    reader === undefined ? [] : [[form, reader.queries] as const],
  );
  const width = Math.max(...readers.map(([form]) => form.length));
  return readers.map(([form, queries]) => `  ${form.padEnd(width)}  ${queries}`).join('\n');
}

/** Whether there is a store of this kind. */
export function isStoreKind(name: string): name is StoreKind {
  return Object.hasOwn(STORES, name);
}

/** The npm packages that are installed only where a store is used which needs one. */
export const STORE_PACKAGES: readonly string[] = Object.values(STORES).flatMap(({ packages }) => packages);
