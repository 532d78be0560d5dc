import { withoutPasswords } from '../../core/words/passwords.ts';
import { STORE_KINDS, storeForms, STORES, type StoreKind } from './registry.ts';
import type { StoreAddress } from './store-driver.ts';

const TIMEOUT_MS = 5000;
const NAMESPACE = 'race-trace';

/** A store's URL, taken apart, with the kind of store that it names. */
export interface StoreUrl extends StoreAddress {
  readonly kind: StoreKind;
}

/** Reads a store's URL; of a server, `?timeoutMs=5000` and `?namespace=race-trace` are ours. @throws Error on any other */
export function parseStoreUrl(url: string): StoreUrl {
  const kind = STORE_KINDS.find((name) => STORES[name].urls.test(url));
  if (kind === undefined)
    throw new Error(`no store ${JSON.stringify(withoutPasswords(url))}; there are ${storeForms('and')}`);
  if (STORES[kind].place !== 'server')
    return { kind, server: url, timeoutMs: TIMEOUT_MS, namespace: NAMESPACE };
  const { server, timeoutMs = String(TIMEOUT_MS), namespace = NAMESPACE } = withoutOurs(url);
  if (!/^[a-z][a-z0-9-]{0,47}$/.test(namespace) || !/^\d+$/.test(timeoutMs))
    throw new Error(
      `${JSON.stringify(withoutPasswords(url))}: a namespace has small letters, digits and -, and timeoutMs is a whole number`,
    );
  return { kind, server, timeoutMs: Number(timeoutMs), namespace };
}

/** The same store, in another namespace of its server: of two that a URL names, the last one holds. */
export function inNamespace(url: string, namespace: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}namespace=${namespace}`;
}

/** Taken out by hand: the platform's URLs cannot hold several hosts, and what is left must stay as it was written. */
function withoutOurs(url: string): { server: string; timeoutMs?: string; namespace?: string } {
  const [server = '', query] = url.split(/\?(.*)/s);
  const parts = (query ?? '').split('&').filter((part) => part !== '');
  const rest = parts.filter((part) => !/^(timeoutMs|namespace)=/.test(part));
  const ours = Object.fromEntries(
    parts.filter((part) => !rest.includes(part)).map((part) => part.split('=', 2) as [string, string]),
  );
  return { server: rest.length === 0 ? server : `${server}?${rest.join('&')}`, ...ours };
}
