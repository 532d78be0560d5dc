import type { Ending, Place, Runner } from '../search/runner.ts';
import type { PlayedStep } from '../search/played.ts';
import { follow, scheduleText } from '../search/schedule.ts';
import type { Replay, ReplayOptions } from './subject.ts';

interface Played extends Ending {
  readonly steps: readonly PlayedStep[];
  readonly places: readonly Place[];
  readonly skipped: readonly string[];
}

/** Plays a schedule some times and compares the runs. @throws ScheduleError where it cannot happen and that is an error */
export async function replay(
  runner: Runner,
  schedule: string,
  { runs, skipsMissing }: ReplayOptions,
  interrupted: Pick<AbortSignal, 'aborted'>,
): Promise<Replay> {
  const first = await play(runner, schedule, skipsMissing);
  let [made, identical] = [1, 1];
  let other: string | undefined;
  while (made < runs && !interrupted.aborted) {
    const next = await play(runner, schedule, skipsMissing);
    made++;
    if (essence(next) === essence(first)) identical++;
    else other ??= difference(first, next);
  }
  const { codes, broken, notes, steps, skipped } = first;
  const text = scheduleText(steps, runner.clients);
  return {
    clients: runner.clients,
    first: { schedule: text, codes, broken, notes, steps },
    skipped,
    runs: made,
    identical,
    other,
  };
}

async function play(runner: Runner, schedule: string, skipsMissing: boolean): Promise<Played> {
  const skipped: string[] = [];
  const run = await runner.begin(true);
  try {
    await follow(run, schedule, runner.clients, skipsMissing ? (word) => skipped.push(word) : undefined);
  } catch (error) {
    await run.abandon();
    throw error;
  }
  const ending = await run.end();
  return { ...ending, steps: run.played(), places: [...run.places], skipped };
}

/** What must be the same again; values may have clocks in them, and times do. */
function essence({ codes, broken, notes, steps, places }: Played): string {
  const taken = steps.map(({ client, number, label, isApplied }) => [client, number, label, isApplied]);
  return JSON.stringify([codes, broken === undefined, notes, places, taken]);
}

function difference(a: Played, b: Played): string {
  const step = a.steps.findIndex(({ client, label }, index) => {
    const same = b.steps[index];
    return same?.client !== client || same.label !== label;
  });
  if (step >= 0)
    return `step ${step + 1} was "${a.steps[step]!.label}" and then "${b.steps[step]?.label ?? 'none'}"`;
  const [first, other] = [a, b].map(
    ({ codes, broken }) => `${codes.join(', ')}${broken === undefined ? '' : ', broken'}`,
  );
  return `it ended in ${first} and then in ${other}`;
}
