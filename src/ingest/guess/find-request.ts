import type { Candidate } from './find-key.ts';
import { distinctIn, integerOf, isNamed, textOf, valuesIn } from './member.ts';
import type { Member } from './member.ts';
import { timeUnitOf } from './find-times.ts';
import {
  HOUSEKEEPING,
  ID_WORDS,
  LATENCY,
  MESSAGE_NAMES,
  requestRank,
  RETRIES,
  VERSION,
} from './vocabulary.ts';

/** Attempts from which on it says something whether their ids differ. */
const ENOUGH = 5;

const ID_SHAPE =
  /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=.*\d)[0-9a-z]{12,40}|[a-z]{1,8}[-_]?\w*\d{2,}\w*)$/i;

/** Whether a member can be the id of requests, and what speaks for it. */
export function requestCandidate(
  member: Member,
  rows: readonly number[],
  pair: { readonly read: Member; readonly write: Member } | undefined,
): Candidate | undefined {
  const values = valuesIn(member, rows);
  const distinct = distinctIn(member, rows);
  const rank = requestRank(member.words);
  const isId = isNamed(member, ID_WORDS);
  const isShaped = values.every((value) => ID_SHAPE.test(textOf(value)));
  const share = distinct / Math.max(1, values.length);
  const differs = rows.length < ENOUGH || share >= 0.9;
  const isOther = [LATENCY, RETRIES, VERSION, HOUSEKEEPING, MESSAGE_NAMES].some((each) =>
    isNamed(member, each),
  );
  if (
    values.length < rows.length * 0.95 ||
    member === pair?.read ||
    member === pair?.write ||
    (isOther && !(rank !== undefined && isId)) ||
    values.some((value) => typeof value === 'boolean' || isFraction(value)) ||
    timeUnitOf(member, rows) !== undefined ||
    (rows.length >= ENOUGH && share < 0.3) ||
    (rank === undefined && !(differs && (isShaped || isId)))
  )
    return undefined;
  const named = rank === undefined ? 0 : 3 - 0.4 * rank;
  return {
    member,
    score: named + (isId ? 0.5 : 0) + (differs ? 1.5 : 0) + (isShaped ? 0.5 : 0),
    certainty: rank === undefined ? 'unsure' : rank < 4 || differs ? 'sure' : 'likely',
    because: [
      ...(rank === undefined
        ? ['its values look like ids', 'its name does not say it']
        : ['its name is that of a request']),
      distinct === rows.length
        ? `all ${rows.length} are different`
        : `${distinct} different in ${rows.length} attempts, as with retries`,
    ].join('; '),
  };
}

function isFraction(value: string | number | boolean): boolean {
  return typeof value === 'number' && integerOf(value) === undefined;
}
