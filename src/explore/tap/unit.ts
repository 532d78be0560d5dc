/** What the server says of a connection's transaction when it is ready for the next unit. */
export type TransactionStatus = 'idle' | 'in-transaction' | 'failed';

/**
 * Why a unit is no step: it begins a transaction, prepares, only sets up the session or reads the catalogue, holds nothing, is
 * a copy of data, waits for notices, or is not understood.
 */
export type PassReason =
  'begin' | 'prepare' | 'session' | 'catalogue' | 'empty' | 'copy' | 'listen' | 'not-understood';

/** A statement of a unit. */
export interface Statement {
  /** As the client sent it. */
  readonly text: string;
  /** As text, null for NULL; undefined for one that is neither text nor of a known binary form. Not masked. */
  readonly parameters: readonly (string | null | undefined)[];
}

/** An error of the server. */
export interface ServerError {
  /** The SQLSTATE, such as 40P01. */
  readonly code: string;
  readonly message: string;
}

/** What the server answered to a statement. */
export interface StatementOutcome {
  /** The command tag, such as `UPDATE 1`; undefined for one that failed or was not run. */
  readonly tag: string | undefined;
  /** Rows that it returned or changed; undefined where the tag has no count. */
  readonly rowCount: number | undefined;
  /** The columns of its answer, in their order. */
  readonly columns: readonly string[];
  /**
   * The first rows of its answer. Of each only the columns that the options of the tap name; a value is null for NULL and
   * undefined where it is of a binary form that is not known.
   */
  readonly rows: readonly ReadonlyMap<string, string | null | undefined>[];
}

/** How a unit ended. */
export interface UnitOutcome {
  /** One for each statement that the server answered. */
  readonly statements: readonly StatementOutcome[];
  /** The error that ended it. */
  readonly error: ServerError | undefined;
  /** Undefined where the connection was lost before the server was ready again, or the unit ended in a Flush. */
  readonly status: TransactionStatus | undefined;
  /** True if the connection was lost before the answer was whole. */
  readonly isLost: boolean;
  /** When it was forwarded, and when its answer was whole: microseconds of the machine's monotonic clock. */
  readonly sentUs: number;
  readonly doneUs: number;
}

/**
 * What a client sends at once: all up to a Query or a Sync; at a Flush what is there. It is forwarded whole or not at all. It
 * is offered to the hold when every earlier unit of its connection is done, so that what it says of the transaction is so.
 */
export interface Unit {
  /** Of its connection: 1, 2, …, never reused by this tap. */
  readonly connection: number;
  /** The server's process that the connection was told of; a pooler's is not one. */
  readonly backendPid: number | undefined;
  /** Of the unit within its connection: 1, 2, … */
  readonly number: number;
  /** Undefined for a step. */
  readonly pass: PassReason | undefined;
  readonly statements: readonly Statement[];
  /** Before the unit. */
  readonly status: TransactionStatus;
  /** Whether the unit itself begins a transaction, alone or before other statements. */
  readonly begins: boolean;
  /** When the client had sent it whole: microseconds of the machine's monotonic clock. */
  readonly arrivedUs: number;
  /** Aborted when the client has left or asks to cancel what it waits for: holding the unit on makes no sense. */
  readonly abandoned: AbortSignal;
  /** Resolves when the answer is whole, and never rejects. */
  readonly done: Promise<UnitOutcome>;
}

/**
 * Called for every unit, steps and others; the unit is forwarded when what is returned resolves, at once where nothing is
 * returned. A rejection forwards it too and is said.
 */
export type Hold = (unit: Unit) => Promise<void> | undefined;
