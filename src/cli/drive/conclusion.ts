import { confidenceInterval } from '../../core/index.ts';
import type { Verdict } from '../../core/words/terms.ts';
import { areServedInTurn } from '../../explore/at-once/outcomes.ts';
import { faultsOf, type Round } from '../../explore/at-once/round.ts';
import { counted } from '../../core/words/numbers.ts';
import type { DrivePlan } from './plan.ts';
import type { Driven } from './rounds.ts';

/** What all rounds together say. */
export interface Conclusion {
  readonly verdict: Verdict;
  /** Why the verdict is unknown, in sentences without a full stop. */
  readonly unknownBecause: readonly string[];
  readonly broken: readonly Round[];
  /** In which share of rounds something breaks, with 95 % confidence; undefined without rounds. */
  readonly interval: ReturnType<typeof confidenceInterval> | undefined;
  /** What a reader has to know besides. */
  readonly notes: readonly string[];
}

/** Whatever could hide a violation makes the verdict unknown; one that was seen is one. */
export function conclude(plan: DrivePlan, driven: Driven): Conclusion {
  const { rounds } = driven;
  const broken = rounds.filter((round) => faultsOf(round, plan.successes).length > 0);
  const unknownBecause = broken.length > 0 ? [] : reasons(plan, driven);
  return {
    verdict: broken.length > 0 ? 'violation' : unknownBecause.length > 0 ? 'unknown' : 'ok',
    unknownBecause,
    broken,
    interval: rounds.length === 0 ? undefined : confidenceInterval(broken.length, rounds.length),
    notes: notesOn(plan, driven, broken.length),
  };
}

function reasons({ books, invariant, successes }: DrivePlan, { rounds, stopped }: Driven): readonly string[] {
  const without = (test: (round: Round) => boolean) => rounds.filter((round) => !test(round)).length;
  const noSuccess = without(({ requests }) => requests.some(({ result }) => result === 'success'));
  const silent = without(({ requests }) => requests.every(({ status }) => status !== undefined));
  const early = without(({ requests }) => requests.every(({ isEarly }) => !isEarly));
  return [
    ...(stopped === undefined ? [] : [stopped]),
    ...(books === undefined && invariant === undefined && successes === undefined
      ? ['nothing says what must hold: name the books of the store, an invariant, or --successes']
      : []),
    ...(2 * noSuccess > rounds.length
      ? [
          `no request succeeded in ${counted(noSuccess, 'round')} of ${rounds.length}, so that none could succeed too often there; does each round begin with something to take?`,
        ]
      : []),
    ...(2 * silent > rounds.length ? [`requests got no answer in ${counted(silent, 'round')}`] : []),
    ...(2 * early > rounds.length
      ? [
          `in ${counted(early, 'round')} the service answered before a request was whole, so that they were not at once`,
        ]
      : []),
  ];
}

function notesOn({ requests }: DrivePlan, driven: Driven, broken: number): readonly string[] {
  const { rounds, hold, lateWrites } = driven;
  const notes: string[] = [];
  const shared = sharedIdOf(requests);
  if (shared !== undefined)
    notes.push(
      `several requests bear the same ${shared}, so that a service takes them for one; give each its own with {id}`,
    );
  if (hold === 'end of head')
    notes.push(
      'the service does not wait for the body of a request, so that the end of its head was held back too',
    );
  if (lateWrites > 0)
    notes.push(`in ${counted(lateWrites, 'round')} the service was still writing when it had answered`);
  if (differentBefore(rounds))
    notes.push(
      'the books before a round differed: the reset does not put all back, or something else writes to these records',
    );
  if (broken === 0 && areServedInTurn(rounds))
    notes.push(
      'the requests were served one after the other: by a lock, or because this service has one worker or one connection, which another deployment may not have',
    );
  return notes;
}

/** The header that says of several requests that they are one; undefined if each has its own. */
function sharedIdOf(requests: DrivePlan['requests']): string | undefined {
  const seen = new Set<string>();
  for (const { calls } of requests)
    for (const [name, value] of Object.entries(calls.at(-1)!.headers)) {
      if (!/idempotency|request-?id/i.test(name) || value.includes('{')) continue;
      if (seen.has(`${name} ${value}`)) return name;
      seen.add(`${name} ${value}`);
    }
  return undefined;
}

function differentBefore(rounds: readonly Round[]): boolean {
  const key = rounds[0]?.requests[0]?.key ?? '';
  if (rounds.some(({ requests }) => requests[0]!.key !== key)) return false;
  return new Set(rounds.map(({ before }) => before?.get(key)?.value)).size > 1;
}
