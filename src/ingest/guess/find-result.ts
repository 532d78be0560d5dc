import { overtaken } from './chain.ts';
import { grouped, isNamed, numberOf, valuesIn } from './member.ts';
import type { Member } from './member.ts';
import type { Pair } from './pairs.ts';
import type { ProposedResult } from './proposal.ts';
import { isBeginning, resultOf } from './result-words.ts';
import { HOUSEKEEPING, MESSAGE_NAMES, NEGATIVE, OUTCOME, STATE } from './vocabulary.ts';

/** More values than a result has. */
const MOST_VALUES = 12;

/** A member that may say how attempts ended. */
export interface ResultCandidate {
  readonly member: Member;
  readonly score: number;
  /** Whether it is what a line is about, of which only some values are results. */
  readonly isMessage: boolean;
  /** The records in which it says how an attempt ended. */
  readonly rows: readonly number[];
}

/** The members that may say how attempts ended, the likeliest first. */
export function resultCandidates(
  members: readonly Member[],
  pair: Pair | undefined,
): readonly ResultCandidate[] {
  return members
    .flatMap((member) => resultCandidate(member, pair) ?? [])
    .sort((a, b) => b.score - a.score)
    .slice(0, 6);
}

function resultCandidate(member: Member, pair: Pair | undefined): ResultCandidate | undefined {
  const present = member.values.flatMap((value, row) => (value === undefined ? [] : [row]));
  const byValue = grouped(member, present);
  const isMessage = isNamed(member, MESSAGE_NAMES);
  const isStatus = [...byValue.keys()].every((value) => /^[1-5]\d\d$/.test(value));
  const named = isNamed(member, OUTCOME) ? 3 : isNamed(member, STATE) || isStatus ? 2.5 : 0;
  if (isMessage && named === 0) return messageCandidate(member, byValue, pair);
  const isOther = isNamed(member, HOUSEKEEPING) || member === pair?.read || member === pair?.write;
  const isNumber = valuesIn(member, present).some((value) => numberOf(value) !== undefined);
  if (byValue.size > MOST_VALUES || isOther || (isNumber && !isStatus)) return undefined;
  const known = [...byValue.keys()].filter((value) => readingOf(member, value) !== undefined).length;
  const splits = byValue.size > 1 && splitsWrites(byValue, pair);
  const score = named + (2 * known) / byValue.size + (splits ? 2 : 0);
  if (named === 0 && !splits && (known < byValue.size || byValue.size < 2)) return undefined;
  return { member, score, isMessage: false, rows: present };
}

/** A text of the line is a result where some of its values say how something ended: those that come with what was read. */
function messageCandidate(
  member: Member,
  byValue: ReadonlyMap<string, readonly number[]>,
  pair: Pair | undefined,
): ResultCandidate | undefined {
  const ended = [...byValue].filter(([value, rows]) =>
    pair === undefined
      ? resultOf(value) !== undefined && !isBeginning(value)
      : rows.every((row) => pair.read.values[row] !== undefined),
  );
  if (ended.length === 0 || ended.length > MOST_VALUES) return undefined;
  const known = ended.filter(([value]) => resultOf(value) !== undefined).length;
  if (known === 0) return undefined;
  const rows = ended.flatMap(([, each]) => each).sort((a, b) => a - b);
  return { member, score: 0.5 + known / ended.length + (ended.length > 1 ? 1 : 0), isMessage: true, rows };
}

/** Whether each value either always or never comes with a write, and both occur. */
function splitsWrites(byValue: ReadonlyMap<string, readonly number[]>, pair: Pair | undefined): boolean {
  if (pair === undefined) return false;
  const shares = [...byValue.values()]
    .map((rows) => rows.filter((row) => pair.read.values[row] !== undefined))
    .filter((rows) => rows.length > 0)
    .map((rows) => rows.filter((row) => pair.write.values[row] !== undefined).length / rows.length);
  return shares.includes(0) && shares.includes(1) && shares.every((share) => share === 0 || share === 1);
}

function readingOf(member: Member, value: string): ReturnType<typeof resultOf> {
  const isNegative = isNamed(member, NEGATIVE) && (value === 'true' || value === 'false');
  return resultOf(isNegative ? String(value === 'false') : value);
}

/** What each value of the result stands for, by its words and by whether it comes with a write. */
export function resultValues(
  member: Member,
  key: Member,
  attempts: readonly number[],
  pair: Pair | undefined,
): readonly ProposedResult[] {
  const byValue = grouped(member, attempts);
  const tells = splitsWrites(byValue, pair) ? pair : undefined;
  return [...byValue].map(([value, rows]) => {
    const count = rows.length;
    const reading = readingOf(member, value);
    const writes = tells && rows.some((row) => tells.write.values[row] !== undefined);
    if (reading === undefined && writes === true)
      return { value, count, result: 'success', certainty: 'likely', because: 'each of them wrote' };
    if (tells && writes === false && reading?.isPlain !== true)
      return { value, count, ...withoutWrite(key, tells, rows, attempts) };
    if (reading === undefined)
      return {
        value,
        count,
        result: undefined,
        certainty: 'unsure',
        because: 'nothing says what it stands for',
      };
    const { result, because, isPlain } = reading;
    if (writes !== undefined && writes !== (result === 'success')) {
      const against = writes ? 'but each of them wrote' : 'but none of them wrote';
      return { value, count, result, certainty: 'unsure', because: `${because}, ${against}` };
    }
    const also = writes === undefined ? '' : writes ? ', and each of them wrote' : ', and none of them wrote';
    const certainty = !isPlain ? 'unsure' : writes === undefined ? 'likely' : 'sure';
    return { value, count, result, certainty, because: because + also };
  });
}

/** Nearly all of the attempts that ended in a conflict had been overtaken, as far as the order of the lines tells. */
const MOSTLY = 0.8;

/** Of attempts that wrote nothing: only one that another overtook can be a conflict. */
function withoutWrite(
  key: Member,
  pair: Pair,
  rows: readonly number[],
  attempts: readonly number[],
): Pick<ProposedResult, 'result' | 'certainty' | 'because'> {
  const late = overtaken(key, pair, rows, attempts);
  const share = late / rows.length;
  const because = `none of them wrote; others had written from what ${late} of ${rows.length} had read`;
  const isClear = rows.length >= 5 && (share >= MOSTLY || share <= 1 - MOSTLY);
  return {
    result: share >= MOSTLY ? 'conflict' : 'rejected',
    certainty: isClear ? 'likely' : 'unsure',
    because,
  };
}
