import { after } from 'node:test';
import pg from 'pg';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import type { Server } from '../../scripts/servers/server-process.ts';
import { startTap } from '../../src/explore/tap/start-tap.ts';
import type { Tap, TapOptions } from '../../src/explore/tap/tap.ts';
import type { Unit, UnitOutcome } from '../../src/explore/tap/unit.ts';
import { needed } from '../needed.ts';

/** A unit of a client that went through a tap, with how it ended. */
export interface Passed {
  readonly unit: Unit;
  readonly outcome: UnitOutcome;
}

let started: Promise<Server | undefined> | undefined;

/** One PostgreSQL for the tests of a process, ended with them; undefined where it cannot be had, which a skipped test says. */
export function postgres(): Promise<Server | undefined> {
  return (started ??= startedOnce());
}

async function startedOnce(): Promise<Server | undefined> {
  const server = await needed('the tap on PostgreSQL', 'npm run test:tap', () => startPostgres());
  after(() => server?.stop());
  return server;
}

/** What a test has of a tap. */
export interface Tapped {
  readonly tap: Tap;
  /** What went through, in the order in which it was done. */
  readonly passed: readonly Passed[];
  readonly said: readonly string[];
}

/** Runs a test with a tap of its own. */
export async function withTap<T>(
  upstream: string,
  options: Omit<TapOptions, 'upstream'>,
  run: (tapped: Tapped) => Promise<T>,
): Promise<T> {
  const [passed, said]: [Passed[], string[]] = [[], []];
  const tap = await startTap({
    ...options,
    upstream,
    say: (sentence) => said.push(sentence),
    onUnit: (unit) => {
      void unit.done.then((outcome) => passed.push({ unit, outcome }));
    },
  });
  try {
    return await run({ tap, passed, said });
  } finally {
    await tap.close();
  }
}

/** Runs a test with a client of node-postgres on a database. */
export async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  // A test that ends a connection sees that by what it asked for.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

/** The steps among what went through, as their texts. */
export function stepTexts(passed: readonly Passed[]): readonly string[] {
  return passed
    .filter(({ unit }) => unit.pass === undefined)
    .map(({ unit }) => unit.statements.map(({ text }) => text).join('; '));
}
