import type { Result } from '../../core/words/codes.ts';
import type { Books } from '../../ingest/books/records.ts';

/** One of the requests of a round, and what came of it. */
export interface RoundRequest {
  readonly name: string;
  readonly requestId: string;
  /** The record that it takes from, and how many units of it. */
  readonly key: string;
  readonly units: number;
  /** Of its answer; undefined if there was none, and `failure` then says why. */
  readonly status: number | undefined;
  readonly failure?: string | undefined;
  /** How the body of its answer begins. */
  readonly bodyStart?: string | undefined;
  readonly result: Result;
  /** Whether it was answered before its end was sent, so that it was not at once with the others. */
  readonly isEarly: boolean;
  /** From the moment in which all were released. */
  readonly latencyMs: number;
}

/** Requests that were sent at once, and what the store held before and after. */
export interface Round {
  /** From 1. */
  readonly number: number;
  readonly requests: readonly RoundRequest[];
  readonly before?: Books;
  readonly after?: Books;
  /** What breaks the invariant; undefined if it holds, or none is known. */
  readonly broken?: string;
}

/** What clients were told of one record, and what the store says, in units. */
export interface Balance {
  readonly key: string;
  readonly confirmed: number;
  /** Of requests of which nothing is known. */
  readonly open: number;
  readonly taken: number;
  readonly remaining: number;
}

/** The balance of each record that a round's requests take from; none without books. */
export function balancesOf({ requests, before, after }: Round): readonly Balance[] {
  if (before === undefined || after === undefined) return [];
  const keys = new Set(requests.map(({ key }) => key));
  return [...keys].map((key) => {
    const of = (result: Result) =>
      requests
        .filter((each) => each.key === key && each.result === result)
        .reduce((sum, { units }) => sum + units, 0);
    const remaining = after.get(key)?.value ?? 0;
    const taken = (before.get(key)?.value ?? 0) - remaining;
    return { key, confirmed: of('success'), open: of('timeout'), taken, remaining };
  });
}

/**
 * What is wrong in a round, in a few words each: a record of which more or less was confirmed than taken, whatever became of the
 * requests without an outcome; one with less than nothing left; the invariant; more successes than there may be.
 */
export function faultsOf(round: Round, mostSuccesses?: number): readonly string[] {
  const faults = balancesOf(round).flatMap(faultsOfBalance);
  const successes = round.requests.filter(({ result }) => result === 'success').length;
  if (mostSuccesses !== undefined && successes > mostSuccesses)
    faults.push(`${successes} succeeded, and at most ${mostSuccesses} may`);
  if (round.broken !== undefined) faults.push(`the invariant is broken: ${round.broken}`);
  return faults;
}

function faultsOfBalance({ confirmed, open, taken, remaining }: Balance): string[] {
  const faults = [];
  const [least, most] = open < 0 ? [confirmed + open, confirmed] : [confirmed, confirmed + open];
  if (taken < least) faults.push(`${least - taken} confirmed and not taken`);
  if (taken > most) faults.push(`${taken - most} taken and not confirmed`);
  if (remaining < 0) faults.push(`${-remaining} sold that ${remaining === -1 ? 'was' : 'were'} not there`);
  return faults;
}
