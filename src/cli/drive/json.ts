import { answersText, outcomesOf } from '../../explore/at-once/outcomes.ts';
import { balancesOf, faultsOf } from '../../explore/at-once/round.ts';
import type { Conclusion } from './conclusion.ts';
import type { DrivePlan } from './plan.ts';
import type { Driven } from './rounds.ts';

/** What `--format json` prints. */
export function driveJson(
  plan: DrivePlan,
  { rounds }: Driven,
  { verdict, unknownBecause, broken, interval, notes }: Conclusion,
  trace: string | undefined,
): unknown {
  return {
    format: 'race-trace-drive/1',
    verdict,
    unknown_because: unknownBecause,
    at_once: plan.requests.length,
    rounds: rounds.length,
    broken: broken.length,
    interval_95: interval === undefined ? null : [interval.low, interval.high],
    notes,
    outcomes: outcomesOf(rounds, plan.successes),
    list: rounds.map((round) => ({
      round: round.number,
      answers: answersText(round),
      results: round.requests.map(({ result }) => result),
      latency_ms: round.requests.map(({ latencyMs }) => latencyMs),
      books: balancesOf(round),
      faults: faultsOf(round, plan.successes),
    })),
    trace: trace ?? null,
  };
}
