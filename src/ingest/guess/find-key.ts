import { chainFit } from './chain.ts';
import { distinctIn, integerOf, isNamed, valuesIn } from './member.ts';
import type { Member } from './member.ts';
import type { Pair } from './pairs.ts';
import type { Certainty } from './proposal.ts';
import { timeUnitOf } from './find-times.ts';
import {
  HOUSEKEEPING,
  INVENTORY,
  LATENCY,
  PEOPLE,
  RETRIES,
  UNITS,
  VAGUE_INVENTORY,
  VERSION,
} from './vocabulary.ts';

/** A member that may be what a column is taken from. */
export interface Candidate {
  readonly member: Member;
  readonly score: number;
  readonly certainty: Certainty;
  readonly because: string;
}

/** From here the reads of a key are taken for explained by its own writes. */
const FITS = 0.95;
/** Below it a member cannot be the key. */
const MISFITS = 0.6;

/** Whether a member can name something that attempts on it share, and what speaks for it. */
export function keyCandidate(
  member: Member,
  rows: readonly number[],
  pair: Pair | undefined,
): Candidate | undefined {
  if (isImpossible(member, rows, pair)) return undefined;
  const distinct = distinctIn(member, rows);
  const isPerson = isNamed(member, PEOPLE);
  const named = isPerson ? 0 : isNamed(member, INVENTORY) ? 3 : isNamed(member, VAGUE_INVENTORY) ? 1 : 0;
  const fit = pair === undefined || distinct < 2 ? undefined : chainFit(member, pair, rows);
  const fits = fit !== undefined && fit >= FITS && distinct <= rows.length / 2;
  if (
    (fit !== undefined && fit < MISFITS) ||
    (named < 3 && !fits && (named === 0 || distinct < 2 || pair !== undefined))
  )
    return undefined;
  const isSpread = rows.length >= 10 && distinct > 0.8 * rows.length;
  if (isSpread && named < 3) return undefined;
  const certainty = named < 3 ? 'unsure' : fits ? 'sure' : isSpread ? 'unsure' : 'likely';
  return {
    member,
    score: named + (fits ? 2 : 0) - (isSpread ? 2 : 0),
    certainty,
    because: [
      ...(named === 3 ? ['its name is that of something in stock'] : []),
      `${distinct} different in ${rows.length} attempts`,
      ...(fits ? ['what is read and written on each follows on one another'] : []),
      ...(named < 3 ? ['its name does not say it'] : []),
    ].join('; '),
  };
}

/** Sentences for people: the same for all keys. */
const MESSAGES = new Set(['msg', 'message']);

function isImpossible(member: Member, rows: readonly number[], pair: Pair | undefined): boolean {
  const values = valuesIn(member, rows);
  const isNumber = values.some((value) => typeof value === 'number');
  const isPart = member === pair?.read || member === pair?.write;
  const isOther = [HOUSEKEEPING, LATENCY, RETRIES, VERSION].some((each) => isNamed(member, each));
  const isAmount =
    isNumber && (isNamed(member, UNITS) || values.some((value) => integerOf(value) === undefined));
  const isFree = isNumber && !isNamed(member, INVENTORY) && !isNamed(member, VAGUE_INVENTORY);
  return (
    values.length === 0 ||
    isPart ||
    member.words.some((word) => MESSAGES.has(word)) ||
    (isOther && !isNamed(member, INVENTORY)) ||
    isAmount ||
    isFree ||
    values.some((value) => typeof value === 'boolean') ||
    timeUnitOf(member, rows) !== undefined
  );
}
