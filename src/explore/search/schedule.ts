import { printable } from '../../core/words/printable.ts';
import { START, type Run, type Runner } from './runner.ts';
import type { PlayedStep } from './played.ts';

/** A schedule that cannot be read or cannot happen; the message says which word and why. */
class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}

/** One word of a schedule: the client, and which of its steps, by number or by name. */
interface Turn {
  readonly word: string;
  readonly client: number;
  readonly step: string;
}

/** Reads a schedule such as `A:1 B:1 A:2 B:2` or `A:read B:read`; words apart by blanks or commas. @throws ScheduleError */
function turnsOf(text: string, clients: readonly string[]): readonly Turn[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return words.map((word) => {
    const [name = '', step = '', ...rest] = word.split(':');
    const client = clients.indexOf(name);
    if (step === '' || rest.length > 0)
      throw new ScheduleError(`${JSON.stringify(word)} is not a step; write CLIENT:STEP, as in A:1`);
    if (client < 0)
      throw new ScheduleError(
        `${JSON.stringify(word)}: there is no client ${name}; the clients are ${clients.join(', ')}`,
      );
    return { word, client, step };
  });
}

/**
 * Takes a run through a schedule, and then the clients one after the other to their ends. A start that the schedule does not
 * name comes right before the client's first step. Resolves to the clients in the order of the steps taken.
 * @param skip is given a word whose step is not there to be taken, which is left out
 * @throws ScheduleError where there is such a step and no `skip`
 */
export async function follow(
  run: Run,
  text: string,
  clients: readonly string[],
  skip?: (word: string) => void,
): Promise<readonly number[]> {
  const taken: number[] = [];
  const numbers = clients.map(() => 0);
  const step = async (client: number) => {
    if (labelOf(run, client) !== START) numbers[client]!++;
    taken.push(client);
    await run.step(client);
  };
  for (const turn of turnsOf(text, clients)) {
    const { client } = turn;
    if (labelOf(run, client) === START && turn.step !== START) await step(client);
    const missing = missingStep(run, turn, numbers[client]! + 1, clients[client]!);
    if (missing === undefined) await step(client);
    else if (skip === undefined) throw new ScheduleError(missing);
    else skip(turn.word);
  }
  for (;;) {
    const next = run.places.findIndex(({ at }) => at === 'ready');
    if (next < 0) return taken;
    await step(next);
  }
}

function labelOf(run: Run, client: number): string | undefined {
  const place = run.places[client]!;
  return place.at === 'ready' ? place.label : undefined;
}

/** Why the step of a turn cannot be taken now; undefined where it can. */
function missingStep(
  run: Run,
  { word, client, step }: Turn,
  number: number,
  name: string,
): string | undefined {
  const place = run.places[client]!;
  if (place.at === 'over')
    return `${word} cannot happen: ${name} has its answer, ${printable(place.code)}, by then`;
  const label = printable(place.label);
  if (place.at !== 'ready') return `${word} cannot happen: ${name} is ${place.at} in "${label}" by then`;
  const isMeant = /^\d+$/.test(step) ? Number(step) === number : inOneWord(step) === inOneWord(place.label);
  return isMeant
    ? undefined
    : `${word} cannot happen there: the next step of ${name} is ${name}:${number}, "${label}"`;
}

/** A name of a step as it can stand in a schedule. */
function inOneWord(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s:,_-]+/g, '-');
}

/** The schedule that steps were taken in, as text that can be replayed: `A:1 B:1 A:2 B:2`. */
export function scheduleText(steps: readonly PlayedStep[], clients: readonly string[]): string {
  const isImplied = ({ client, number }: PlayedStep, index: number) =>
    number === 0 && steps[index + 1]?.client === client;
  return steps
    .filter((step, index) => !isImplied(step, index))
    .map(({ client, number }) => `${clients[client]!}:${number === 0 ? START : number}`)
    .join(' ');
}

/** The same clients, taken through some steps before each run begins. */
export function after(runner: Runner, steps: readonly number[]): Runner {
  return {
    clients: runner.clients,
    begin: async (isRecorded) => {
      const run = await runner.begin(isRecorded);
      for (const client of steps) await run.step(client);
      return run;
    },
  };
}
