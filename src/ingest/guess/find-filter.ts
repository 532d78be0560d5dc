import { isNamed, isNearlyAlwaysIn, textOf, valuesIn } from './member.ts';
import type { Member } from './member.ts';
import type { ProposedFilter } from './proposal.ts';
import { HOUSEKEEPING, MESSAGE_NAMES } from './vocabulary.ts';

/** More values than a filter names. */
const MOST_VALUES = 8;

/** What the attempts have and the other records of a log have not; undefined if there are no others. */
export function filterOf(
  members: readonly Member[],
  attempts: readonly number[],
  records: number,
  { key, result }: { readonly key: Member; readonly result: Member },
): ProposedFilter | undefined {
  const isAttempt = new Set(attempts);
  const others = Array.from({ length: records }, (_, row) => row).filter((row) => !isAttempt.has(row));
  if (others.length === 0) return undefined;
  const parting = members
    .filter(
      (each) => isNamed(each, MESSAGE_NAMES) && !isNamed(each, HOUSEKEEPING) && parts(each, attempts, others),
    )
    // The result itself would let no value pass that the sample does not have.
    .sort((a, b) => Number(a === result) - Number(b === result) || rankOf(a) - rankOf(b));
  const [member] = parting;
  if (member === undefined) return { path: key.path, values: undefined };
  return { path: member.path, values: [...valuesOf(member, attempts)] };
}

function parts(member: Member, attempts: readonly number[], others: readonly number[]): boolean {
  const allowed = valuesOf(member, attempts);
  const isThere = isNearlyAlwaysIn(member, attempts) && valuesIn(member, attempts).length === attempts.length;
  return (
    isThere &&
    allowed.size <= MOST_VALUES &&
    !valuesIn(member, others).some((value) => allowed.has(textOf(value)))
  );
}

function valuesOf(member: Member, rows: readonly number[]): ReadonlySet<string> {
  return new Set(valuesIn(member, rows).map(textOf));
}

function rankOf(member: Member): number {
  const names = [...MESSAGE_NAMES];
  return Math.min(...member.words.map((word) => names.indexOf(word)).filter((rank) => rank >= 0));
}
