import { NONE } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import type { VersionScheme } from '../words/terms.ts';
import type { Requests } from '../worlds/requests.ts';

/**
 * The scheme that a key's versions seem to follow: `opaque` where one is no number; `sequential` where at least one write
 * made the version after its base and none that was based on the newest version made another; else `monotonic`.
 */
export function inferScheme(
  history: History,
  requests: Requests,
  writes: Uint32Array,
  rows: Uint32Array,
): VersionScheme {
  const { readVersion, writeVersion, versions } = history;
  if (rows.some((row) => versions.isOpaque(readVersion[row]!) || versions.isOpaque(writeVersion[row]!)))
    return 'opaque';
  let current = NONE;
  let isSeen = false;
  for (const row of writes) {
    const base = readVersion[requests.maker[row]!]!;
    const made = writeVersion[row]!;
    if (base !== NONE && base < made && base >= current && made !== base + 1) return 'monotonic';
    isSeen ||= base !== NONE && made === base + 1;
    current = Math.max(current, made);
  }
  return isSeen ? 'sequential' : 'monotonic';
}
