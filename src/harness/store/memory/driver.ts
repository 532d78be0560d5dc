import { remoteStore } from '../remote-store.ts';
import type { StoreDriver } from '../store-driver.ts';
import { memoryStore } from './memory-store.ts';

const URLS = /^memory:(?:\/\/127\.0\.0\.1:(\d+)\/([\w-]+))?$/;

/**
 * Memory of one process. When a process serves it to those of a run, the URL goes on with its port and its secret; see
 * {@link servedMemory}.
 */
export const memory = {
  urls: URLS,
  form: 'memory:',
  place: 'process',
  packages: [],
  open({ server, timeoutMs }) {
    const [, port, token] = URLS.exec(server) ?? [];
    return port === undefined || token === undefined
      ? memoryStore()
      : remoteStore(Number(port), token, timeoutMs);
  },
} as const satisfies StoreDriver;

/** The URL by which other processes open a memory that one of them serves on a port, to the bearers of a secret. */
export function servedMemory(port: number, token: string): string {
  return `memory://127.0.0.1:${port}/${token}`;
}
