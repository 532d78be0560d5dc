import { printSchedule, type Schedule } from '../schedule/schedule.ts';
import type { VariantName } from '../service/variants.ts';

/** The books of one time through the schedule. */
export interface ScheduledBooks {
  readonly confirmed: number;
  readonly initial: number;
  readonly remaining: number;
  readonly commits: number;
}

/** The file `reproduce.metrics.json`: a run without a clock has counts and books, and no latencies. */
export interface ReproduceMetrics {
  readonly format: 'race-trace-reproduce-metrics/1';
  readonly phase: string;
  readonly variant: VariantName;
  readonly schedule: string;
  /** How often the schedule was played, in how many of them units were confirmed that were not there, and in how many all went as in the first. */
  readonly runs: number;
  readonly reproduced: number;
  readonly identical_runs: number;
  /** Of the first, which is the one in the trace. `mismatch` is confirmed − (initial − remaining). */
  readonly books: ScheduledBooks & { readonly mismatch: number };
}

/** The numbers of a reproduction, for machines. */
export function reproduceMetrics(facts: {
  readonly phase: string;
  readonly variant: VariantName;
  readonly schedule: Schedule;
  readonly identicalRuns: number;
  /** Not empty. */
  readonly runs: readonly ScheduledBooks[];
}): ReproduceMetrics {
  const { phase, variant, schedule, identicalRuns, runs } = facts;
  const { confirmed, initial, remaining, commits } = runs[0]!;
  return {
    format: 'race-trace-reproduce-metrics/1',
    phase,
    variant,
    schedule: printSchedule(schedule),
    runs: runs.length,
    reproduced: runs.filter((books) => mismatchOf(books) !== 0).length,
    identical_runs: identicalRuns,
    books: { confirmed, initial, remaining, mismatch: mismatchOf(runs[0]!), commits },
  };
}

function mismatchOf({ confirmed, initial, remaining }: ScheduledBooks): number {
  return confirmed - (initial - remaining);
}
