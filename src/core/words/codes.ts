/*
 * The numbers that stand for something in typed arrays: what the checker writes, and the webview reads, of half a million
 * attempts at once.
 */

/** No string, version or count in this cell; no finding, no row. */
export const NONE = -1;

/** What an attempt's caller was told, in the order of the codes of {@link RESULT}. */
export const RESULTS = ['success', 'conflict', 'rejected', 'timeout', 'retry'] as const;
export type Result = (typeof RESULTS)[number];

/** The codes of {@link RESULTS}, for comparisons on a column. */
export const RESULT = { success: 0, conflict: 1, rejected: 2, timeout: 3, retry: 4 } as const;

/** What the checker says of a row, as bits. */
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

/** How bad an attempt is, as the density and the overview say it. */
export const SEVERITY = { calm: 0, contended: 1, warning: 2, error: 3 } as const;

/** The level of a finding in the overview. */
export const LEVEL_CODE = { error: 0, warning: 1, info: 2 } as const;
