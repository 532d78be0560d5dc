/** How much the attempts of a run got into each other's way: what a load must show before its silence means anything. */
export interface Contention {
  /** Attempts of the history. */
  readonly attempts: number;
  readonly keys: number;
  readonly workers: number;
  /** False where the trace lacks workers or times: the figures of overlap are then 0 and mean nothing. */
  readonly measurable: boolean;
  /** Attempts that could race: they wrote or wanted to. What found nothing left, or repeated an answer, could not. */
  readonly writers: number;
  /** Keys that two workers held at the same time. */
  readonly contendedKeys: number;
  /** Most writers on one key at the same time, each by another worker; 1 if none ever overlapped. */
  readonly maxOverlap: number;
  /** Most attempts in the service at the same time, on whatever key. */
  readonly maxInFlight: number;
  /** Writers that overlapped one of another worker on the same key, and their share of all writers. */
  readonly overlapped: number;
  readonly overlappedShare: number;
  /** Share of all attempts whose outcome is unknown. */
  readonly unknownShare: number;
  /** The keys with the most refused writes, worst first; ten at most. */
  readonly hottest: readonly KeyConflicts[];
  /** The highest share of refused writes on one key, of the keys with enough writers to have a share; 0 of none. */
  readonly maxKeyConflictRate: number;
}

/** The refused writes of one key. */
export interface KeyConflicts {
  /** As the trace has it; not made printable. */
  readonly key: string;
  readonly writers: number;
  /** Attempts that ended in `conflict` or `retry`. */
  readonly refused: number;
  /** refused / writers */
  readonly rate: number;
  /** Most writers at the same time, each by another worker. */
  readonly maxOverlap: number;
}
