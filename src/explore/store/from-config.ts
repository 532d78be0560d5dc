import { dirname, resolve } from 'node:path';
import { filePath } from '../../harness/store/store-driver.ts';
import type { FoundConfig } from '../../ingest/config/read-config.ts';
import { callTemplate } from '../../ingest/config/requests.ts';
import type { ConfigCall } from '../../ingest/config/schema.ts';
import type { Invariant } from './invariant.ts';
import type { Reset } from './reset.ts';

/** The path of a file of SQLite that stands in a config is one from its folder. */
export function storeIn(folder: string, url: string): string {
  return url.startsWith('sqlite:') ? `sqlite:${resolve(folder, filePath(url))}` : url;
}

/** How the store is put back as a config says it; undefined if it does not. @throws Error if its URL cannot be used */
export function resetOf({ path, config }: FoundConfig): Reset | undefined {
  const { url, reset } = config.store ?? {};
  if (reset === undefined) return undefined;
  const folder = dirname(path);
  if (typeof reset === 'string') return { statements: reset, store: storeIn(folder, url!) };
  return actionOf(reset, folder, 'store.reset');
}

/**
 * What must hold of the store as a config says it; undefined if it does not, or bounds only how many requests succeed.
 * @throws Error if its URL cannot be used, or there is no store to ask
 */
export function invariantOf({ path, config }: FoundConfig): Invariant | undefined {
  const { store, invariant } = config;
  const folder = dirname(path);
  if (invariant === undefined) return undefined;
  if (typeof invariant === 'string') {
    if (store?.url === undefined) throw new Error('invariant: a query needs the url of a store beside it');
    return { query: invariant, store: storeIn(folder, store.url) };
  }
  const { at, least, most, successes, ...action } = invariant;
  if (successes !== undefined) return undefined;
  const found = actionOf(action, folder, 'invariant');
  if (!('call' in found) || at === undefined) return found;
  const bounds = { at, ...(least !== undefined && { least }), ...(most !== undefined && { most }) };
  return { ...found, bounds };
}

function actionOf(
  { command, ...call }: ConfigCall & { readonly command?: string },
  folder: string,
  name: string,
) {
  return command === undefined ? { call: callTemplate(call, name) } : { command, folder };
}
