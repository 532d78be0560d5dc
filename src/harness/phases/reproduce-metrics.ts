import type { ReproduceMetrics } from '../../ingest/run-files/metrics.ts';
import { printSchedule, type Schedule } from '../schedule/schedule.ts';
import type { VariantName } from '../service/variants.ts';

/** The books of one time through the schedule. */
export interface ScheduledBooks {
  readonly confirmed: number;
  readonly initial: number;
  readonly remaining: number;
  readonly commits: number;
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
