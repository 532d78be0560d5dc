/** Bits of `Analysis.rowFlags`. */
export const ROW_FLAG = {
  /** The offending row of an error, a warning, an info. */
  error: 1,
  warning: 2,
  info: 4,
  /** A witness of some error. */
  witness: 8,
  /** A stale-version write, a duplicate confirmation. */
  staleWrite: 16,
  duplicate: 32,
  /** A success without a transition of its own: the repeat of an earlier confirmation. */
  idempotentReplay: 64,
  /** A success whose write is in the version chain, or a timeout that bridges a hole of it. */
  inChain: 128,
} as const;
