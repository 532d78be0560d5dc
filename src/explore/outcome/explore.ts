import { count } from '../../core/words/numbers.ts';
import type { Runner } from '../search/runner.ts';
import { scheduleText } from '../search/schedule.ts';
import { search, type SearchOptions, type SearchResult } from '../search/search.ts';
import type { Exploration, Failure } from './exploration.ts';
import { pointOfNoReturn } from './no-return.ts';
import { Shortest } from './shortest.ts';

/** What an exploration is to do besides its search. */
export interface ExploreOptions extends Omit<SearchOptions, 'onSchedule'> {
  /** How many schedules that fail are replayed to be recorded, the shortest first; at least 1. */
  readonly recorded: number;
}

/**
 * Explores all schedules of a runner's clients, and replays those that fail. Where a client waits for something that no
 * footprint tells of, the search is made again without leaving any schedule out.
 */
export async function explore(runner: Runner, options: ExploreOptions): Promise<Exploration> {
  const first = await searched(runner, options);
  const wasReduced = options.reduce && first.result.end.why !== 'parked';
  const { result, shortest } =
    first.result.end.why === 'parked' ? await searched(runner, { ...options, reduce: false }) : first;
  const { tree, root, schedules, cut } = result;
  const doubts = new Set(result.doubts);
  const failures: Failure[] = [];
  for (const schedule of shortest.schedules) {
    if (options.interrupted?.aborted === true) break;
    const failure = await recorded(runner, schedule, doubts);
    if (failure !== undefined) failures.push(failure);
  }
  const [worst] = shortest.schedules;
  return {
    clients: runner.clients,
    places: tree.places,
    nodes: tree.nodes,
    outcomes: tree.outcomes,
    root,
    schedules,
    cut,
    reduction: wasReduced ? 'sleep sets' : 'none',
    preemptions: options.preemptions,
    incomplete: incompleteBecause(result, options),
    doubts: [...doubts],
    failing: tree.outcomes.reduce((sum, each) => sum + (each.broken === undefined ? 0 : each.schedules), 0),
    failures,
    noReturn: worst && (await pointOfNoReturn(runner, result, worst, options.maxSteps)),
  };
}

async function searched(
  runner: Runner,
  options: ExploreOptions,
): Promise<{ readonly result: SearchResult; readonly shortest: Shortest }> {
  const shortest = new Shortest(options.recorded);
  const result = await search(runner, {
    ...options,
    onSchedule: (schedule, { broken }) => {
      if (broken !== undefined) shortest.add(schedule());
    },
  });
  return { result, shortest };
}

/** A schedule that failed, run once more and recorded; undefined, with a doubt, if it does not fail again. */
async function recorded(
  runner: Runner,
  schedule: readonly number[],
  doubts: Set<string>,
): Promise<Failure | undefined> {
  const run = await runner.begin(true);
  for (const client of schedule) {
    if (run.places[client]?.at !== 'ready') {
      await run.abandon();
      doubts.add('a schedule that failed could not be replayed: something besides the schedule decides');
      return undefined;
    }
    await run.step(client);
  }
  const { codes, broken, notes } = await run.end();
  const steps = run.played();
  const text = scheduleText(steps, runner.clients);
  if (broken === undefined) {
    doubts.add(`the schedule ${text} failed and did not fail again: something besides the schedule decides`);
    return undefined;
  }
  return { schedule: text, codes, broken, notes, steps };
}

function incompleteBecause({ end, schedules }: SearchResult, options: ExploreOptions): string | undefined {
  const sofar = `${count(schedules)} schedules had been run`;
  switch (end.why) {
    case 'complete':
      return undefined;
    case 'schedules':
      return `the limit of ${count(options.maxSchedules)} schedules was reached and others are left`;
    case 'seconds':
      return `the ${count(options.maxSeconds)} seconds were over when ${sofar}, and others are left`;
    case 'steps':
      return `a schedule has more than ${count(options.maxSteps)} steps, which were not followed further: bound the retries`;
    case 'interrupted':
      return `it was interrupted when ${sofar}`;
    case 'parked':
      return 'a client waits for what no footprint tells of';
    case 'nondeterminism':
      return end.error.message;
  }
}
