/** What a module for an exploration exports. */
export interface RaceModule {
  /** Puts the world as it is before every schedule; what it returns is passed to the other three. */
  readonly setup: (() => unknown) | undefined;
  /** A function per client, by its name. */
  readonly clients: ReadonlyMap<string, (context: unknown) => unknown>;
  /**
   * Throws an assertion error, or returns false or what is wrong (a text, a list that is not empty), where the world is not
   * as it must be.
   */
  readonly invariant: (context: unknown, answers: Readonly<Record<string, unknown>>) => unknown;
  /** Called once, after the last schedule. */
  readonly close: ((context: unknown) => unknown) | undefined;
}

/** A module that cannot be explored, or whose own code failed where it must not; the message says what to do. */
export class RaceModuleError extends Error {
  override readonly name = 'RaceModuleError';
}

const CLIENT_NAME = /^[\w.-]{1,20}$/;
const MOST_CLIENTS = 8;

const EXAMPLE =
  'It exports: setup() that puts everything as it was before, clients = { A: async () => …, B: async () => … }, ' +
  'invariant() that throws or returns false where it is broken, and, if wanted, close()';

/** Reads what a module exports. @throws RaceModuleError */
export function raceModule(exported: Readonly<Record<string, unknown>>): RaceModule {
  const { clients, setup, invariant, close } = exported;
  if (clients === undefined && invariant === undefined)
    throw new RaceModuleError(`the module exports neither clients nor invariant. ${EXAMPLE}`);
  if (typeof clients !== 'object' || clients === null)
    throw new RaceModuleError(
      `the module's clients must be an object with a function per client. ${EXAMPLE}`,
    );
  const named = Object.entries(clients);
  if (named.length < 2 || named.length > MOST_CLIENTS)
    throw new RaceModuleError(`the module has ${named.length} clients; a race needs 2 to ${MOST_CLIENTS}`);
  for (const [name, client] of named) {
    if (!CLIENT_NAME.test(name))
      throw new RaceModuleError(
        `a client is called ${JSON.stringify(name)}; use up to 20 letters, digits, "_", "." or "-", as in A`,
      );
    if (typeof client !== 'function') throw new RaceModuleError(`the client ${name} is no function`);
  }
  if (typeof invariant !== 'function')
    throw new RaceModuleError(`the module exports no function invariant. ${EXAMPLE}`);
  for (const [name, value] of Object.entries({ setup, close }))
    if (value !== undefined && typeof value !== 'function')
      throw new RaceModuleError(`the module's ${name} is no function`);
  return {
    setup: setup as RaceModule['setup'],
    clients: new Map(named as [string, (context: unknown) => unknown][]),
    invariant: invariant as RaceModule['invariant'],
    close: close as RaceModule['close'],
  };
}
