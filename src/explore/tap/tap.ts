import type { Hold, TransactionStatus, Unit } from './unit.ts';

/** A connection of a client, as it is now. All of it follows from what has passed. */
export interface TapConnection {
  /** 1, 2, …, never reused by this tap. */
  readonly id: number;
  readonly backendPid: number | undefined;
  readonly user: string | undefined;
  readonly database: string | undefined;
  readonly applicationName: string | undefined;
  /** Of the last answer that was whole. */
  readonly status: TransactionStatus;
  /** The unit that the hold has and has not let go. */
  readonly held: Unit | undefined;
  /** Units that were forwarded and are not done, in their order. */
  readonly outstanding: readonly Unit[];
  /** Units behind these. */
  readonly queued: number;
  /** True once either side has gone. */
  readonly isClosed: boolean;
  /**
   * Rolls back the transaction that its client has left open, which the client is not told of. Does nothing where there is
   * none, or where the client waits for something.
   */
  rollBack(): Promise<void>;
}

/** How a tap is set up. */
export interface TapOptions {
  /** The database: `postgres://user:password@host:port/database`. */
  readonly upstream: string;
  /** Loopback and a free port unless it is said. */
  readonly host?: string;
  readonly port?: number;
  /** Called for each unit; without one all are forwarded at once, pipelined as they come. */
  readonly hold?: Hold;
  /** Called when a unit has been forwarded. */
  readonly onUnit?: (unit: Unit) => void;
  /** Columns of answers whose values are read, in lower case; those of all others never leave the wire. */
  readonly columns?: ReadonlySet<string>;
  /** Told what passes unheld because it is not understood, and what else a user should know; without passwords. */
  readonly say?: (sentence: string) => void;
}

/** A proxy that listens. */
export interface Tap {
  /** The upstream's URL with this tap's address in it: what the service connects to. It has the password. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Those that are open. */
  connections(): readonly TapConnection[];
  /** Lets go what is held, ends all connections and stops listening. */
  close(): Promise<void>;
}
