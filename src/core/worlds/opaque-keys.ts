import type { History } from '../history/history.ts';
import type { VersionScheme } from '../words/terms.ts';

/** Which keys have versions that only equality counts for: as the manifest says, else those with a version that is no number. */
export function opaqueKeys(
  { size, versions, inventoryKey, readVersion, writeVersion }: History,
  scheme: VersionScheme | undefined,
): (key: number) => boolean {
  if (scheme !== undefined) return () => scheme === 'opaque';
  const opaque = new Set<number>();
  for (let row = 0; row < size; row++)
    if (versions.isOpaque(readVersion[row]!) || versions.isOpaque(writeVersion[row]!))
      opaque.add(inventoryKey[row]!);
  return (key) => opaque.has(key);
}
