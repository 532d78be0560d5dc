import { createReadStream, openSync, readdirSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AttemptRow } from './attempt-row.ts';

const ENDING = '.journal';

/**
 * What a worker writes down by itself: the beginning of every attempt, before anything else happens in it, and the whole
 * of those whose answer it could not deliver. So no attempt is lost because its answer was not delivered. Each
 * entry is the operating system's when the call returns.
 */
export class AttemptJournal {
  readonly #file: number;

  constructor(folder: string, workerId: string) {
    this.#file = openSync(join(folder, `${workerId}${ENDING}`), 'a');
  }

  began(delivery: number, { retryCount, startUs, serviceUs }: AttemptRow): void {
    this.#write([delivery, retryCount, startUs, serviceUs]);
  }

  /** The attempts of a delivery that was answered into a connection which is gone. */
  unanswered(delivery: number, attempts: readonly AttemptRow[]): void {
    this.#write({ delivery, attempts });
  }

  #write(entry: Beginning | Ending): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}

/** Short, for there is one of every attempt of a run. */
type Beginning = readonly [delivery: number, retryCount: number, startUs: number, serviceUs: number];

interface Ending {
  readonly delivery: number;
  readonly attempts: readonly AttemptRow[];
}

/** The beginning of an attempt. */
export type BegunAttempt = Pick<AttemptRow, 'workerId' | 'retryCount' | 'startUs' | 'serviceUs'>;

/** What the workers wrote down of one delivery. */
export interface JournaledDelivery {
  readonly begun: readonly BegunAttempt[];
  /** All of its attempts as they ended; undefined if the worker did not live to write them down. */
  readonly attempts: readonly AttemptRow[] | undefined;
}

/** What the journals of all workers say. */
export interface Journals {
  /** Attempts that were begun. */
  readonly begun: number;
  /** Of the deliveries that were asked for. */
  readonly deliveries: ReadonlyMap<number, JournaledDelivery>;
}

/** Reads the journals in a folder, line by line; a killed worker may have left a torn last one. */
export async function readJournals(folder: string, wanted: ReadonlySet<number>): Promise<Journals> {
  const deliveries = new Map<
    number,
    { begun: BegunAttempt[]; attempts: readonly AttemptRow[] | undefined }
  >();
  let begun = 0;
  const of = (delivery: number) => {
    const known = deliveries.get(delivery) ?? { begun: [], attempts: undefined };
    if (wanted.has(delivery)) deliveries.set(delivery, known);
    return known;
  };
  for (const name of readdirSync(folder).sort()) {
    const workerId = basename(name, ENDING);
    for await (const line of createInterface({ input: createReadStream(join(folder, name)) })) {
      const entry = parseEntry(line);
      if (entry === undefined) continue;
      if ('attempts' in entry) of(entry.delivery).attempts = entry.attempts;
      else {
        const [delivery, retryCount, startUs, serviceUs] = entry;
        begun++;
        of(delivery).begun.push({ workerId, retryCount, startUs, serviceUs });
      }
    }
  }
  return { begun, deliveries };
}

function parseEntry(line: string): Beginning | Ending | undefined {
  try {
    return JSON.parse(line) as Beginning | Ending;
  } catch {
    return undefined;
  }
}
