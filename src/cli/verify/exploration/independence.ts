import type { CertifiedFootprint } from '../../../ingest/run-files/exploration-certificate.ts';

/**
 * Whether two steps may be exchanged by what they are said to touch: neither writes what the other touches in any way, and
 * they lock nothing in common. Of a step that may touch anything nothing can be said.
 */
export function mayBeExchanged(one: CertifiedFootprint, other: CertifiedFootprint): boolean {
  if (one === null || other === null) return false;
  const touchedBy = ({ reads, locks, writes }: NonNullable<CertifiedFootprint>) =>
    new Set([...reads, ...locks, ...writes]);
  const [touchedByOne, touchedByOther] = [touchedBy(one), touchedBy(other)];
  return (
    !one.writes.some((name) => touchedByOther.has(name)) &&
    !other.writes.some((name) => touchedByOne.has(name)) &&
    !one.locks.some((name) => other.locks.includes(name))
  );
}
