import { STEPS, type Step } from '../../core/words/terms.ts';

/** One client's turn: it alone may make this step. */
export interface Turn {
  readonly client: string;
  readonly step: Step;
}

/**
 * An exact order of steps. A client's confirmation that is not named follows its write at once; steps that are left out
 * otherwise happen after the last turn, one client after the other in the order of {@link clients}.
 */
export interface Schedule {
  /** Every client that takes part. */
  readonly clients: readonly string[];
  readonly turns: readonly Turn[];
}

/** The schedule of the race: both read the same unit before either writes. */
export const RACE_SCHEDULE = 'A:read B:read A:write B:write';

/** A schedule that cannot be read; the message says what is wrong with which word. */
export class ScheduleSyntaxError extends Error {
  override readonly name = 'ScheduleSyntaxError';
}

/**
 * Reads a schedule such as `A:read B:read A:write B:write`, words apart by blanks or commas.
 * @throws ScheduleSyntaxError
 */
export function parseSchedule(text: string, clients: readonly string[]): Schedule {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const turns = words.map((word) => parseTurn(word, clients));
  const taken = new Set<string>();
  for (const turn of turns) {
    requireOrder(turn, taken);
    taken.add(printTurn(turn));
  }
  for (const client of clients) {
    if (!turns.some((turn) => turn.client === client)) {
      throw new ScheduleSyntaxError(`${client} has no step; say at least ${client}:read`);
    }
  }
  return { clients, turns: turns.flatMap((turn) => withConfirmation(turn, taken)) };
}

/** The schedule as text that {@link parseSchedule} reads back to the same. */
export function printSchedule(schedule: Schedule): string {
  const { turns } = schedule;
  const implied = (turn: Turn, index: number) => {
    const before = turns[index - 1];
    return turn.step === 'confirm' && before?.step === 'write' && before.client === turn.client;
  };
  return turns
    .filter((turn, index) => !implied(turn, index))
    .map(printTurn)
    .join(' ');
}

export function printTurn(turn: Turn): string {
  return `${turn.client}:${turn.step}`;
}

function parseTurn(word: string, clients: readonly string[]): Turn {
  const [client = '', step = '', ...rest] = word.split(':');
  const shown = JSON.stringify(word);
  if (step === '' || rest.length > 0) {
    throw new ScheduleSyntaxError(`${shown} is not a step; write CLIENT:STEP, as in A:read`);
  }
  if (!clients.includes(client)) {
    throw new ScheduleSyntaxError(
      `${shown}: there is no client ${client}; the clients are ${clients.join(', ')}`,
    );
  }
  const known = STEPS.find((name) => name === step);
  if (known === undefined) {
    throw new ScheduleSyntaxError(`${shown}: there is no step ${step}; the steps are ${STEPS.join(', ')}`);
  }
  return { client, step: known };
}

function requireOrder(turn: Turn, taken: ReadonlySet<string>): void {
  const word = printTurn(turn);
  if (taken.has(word)) throw new ScheduleSyntaxError(`${word} stands twice; each step happens once`);
  const needed = STEPS[STEPS.indexOf(turn.step) - 1];
  if (needed !== undefined && !taken.has(`${turn.client}:${needed}`)) {
    throw new ScheduleSyntaxError(`${word} needs ${turn.client}:${needed} before it`);
  }
}

function withConfirmation(turn: Turn, named: ReadonlySet<string>): readonly Turn[] {
  const confirm: Turn = { client: turn.client, step: 'confirm' };
  return turn.step === 'write' && !named.has(printTurn(confirm)) ? [turn, confirm] : [turn];
}
