import type { ROW_FLAG as CoreRowFlag } from '../src/core/row-flag.ts';
import type { NONE as CoreNone, RESULT as CoreResult } from '../src/core/history/history.ts';

/*
 * The webview may know core's shapes but not run its code, so the few numbers that arrive in typed arrays are repeated
 * here. Their types are core's own: a number that differs from core's does not compile.
 */

/** No finding, no row. */
export const NONE: typeof CoreNone = -1;

/** Codes in `Marks.result`. */
export const RESULT: typeof CoreResult = { success: 0, conflict: 1, rejected: 2, timeout: 3, retry: 4 };

/** Bits in `Marks.flags`. */
export const ROW_FLAG: typeof CoreRowFlag = {
  error: 1,
  warning: 2,
  info: 4,
  witness: 8,
  staleWrite: 16,
  duplicate: 32,
  idempotentReplay: 64,
  inChain: 128,
};

/** Values in `DensityBins.worst`. */
export const WORST = { none: 0, contended: 1, warning: 2, error: 3 } as const;

/** Values in `Overview.findingLevel`. */
export const LEVEL_CODE = { error: 0, warning: 1, info: 2 } as const;

/** The sign before each outcome, by its code: a shape besides the word and the colour. */
export const RESULT_SIGN = ['✓', '⊘', '⊖', '?', '↻'] as const;
