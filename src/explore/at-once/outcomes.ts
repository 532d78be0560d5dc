import { balancesOf, faultsOf, type Round } from './round.ts';

/** Rounds that ended in the same way. */
export interface Outcome {
  /** What clients were told: statuses in ascending order, and why there was no answer. */
  readonly answers: string;
  /** What the books say, such as `2 confirmed, 1 taken`; '' without books. */
  readonly books: string;
  /** What is wrong with it; '' if nothing is. */
  readonly faults: string;
  readonly rounds: number;
}

/** How rounds ended, and how often: those with faults first, then the most frequent. */
export function outcomesOf(rounds: readonly Round[], mostSuccesses?: number): readonly Outcome[] {
  const found = new Map<string, Outcome>();
  for (const round of rounds) {
    const outcome = {
      answers: answersText(round),
      books: booksText(round),
      faults: faultsOf(round, mostSuccesses).join('; '),
    };
    const id = JSON.stringify(outcome);
    found.set(id, { ...outcome, rounds: (found.get(id)?.rounds ?? 0) + 1 });
  }
  return [...found.values()].sort(
    (a, b) => Number(a.faults === '') - Number(b.faults === '') || b.rounds - a.rounds,
  );
}

/** What the clients of a round were told. */
export function answersText({ requests }: Round): string {
  return requests
    .map(({ status, failure }) => (status === undefined ? (failure ?? 'no answer') : String(status)))
    .sort()
    .join(' ');
}

/** What the books say of a round. */
export function booksText(round: Round): string {
  const balances = balancesOf(round);
  return balances
    .map(({ key, confirmed, open, taken }) => {
      const of = balances.length > 1 ? `${key}: ` : '';
      return `${of}${confirmed} confirmed, ${taken} taken${open === 0 ? '' : `, ${open} open`}`;
    })
    .join('; ');
}

/** Whether the requests of most rounds were answered one after the other: the last takes as long as all of them would. */
export function areServedInTurn(rounds: readonly Round[]): boolean {
  const inTurn = rounds.filter(({ requests }) => {
    const latencies = requests.filter(({ status }) => status !== undefined).map(({ latencyMs }) => latencyMs);
    return latencies.length > 1 && Math.max(...latencies) >= 0.8 * latencies.length * Math.min(...latencies);
  });
  return rounds.length > 0 && inTurn.length >= 0.9 * rounds.length;
}
