import { clipped } from '../../core/words/printable.ts';
import { doubtsOfKey, doubtsOfTrace } from './doubts.ts';
import { errorsOfKey, mayBeRestart } from './key-errors.ts';
import { detours } from './request-errors.ts';
import type { TraceRows } from './trace-rows.ts';
import type { VerifiedKey } from './verified-key.ts';

/** The verdict that rows, manifest and steps leave possible, and the first fact that makes it so. */
export interface DerivedVerdict {
  readonly verdicts: readonly ('ok' | 'violation' | 'unknown')[];
  readonly because: string;
}

/** Derives the verdicts that are possible on a trace whose steps hold: one, but where open outcomes were weighed. */
export function verdictOf(trace: TraceRows, keys: readonly VerifiedKey[]): DerivedVerdict {
  const errors: string[] = [];
  const doubts = doubtsOfTrace(trace);
  const [wrong, open]: [string[], string[]] = [[], []];
  for (const key of keys) {
    const of = (name: string) => `${name} on key ${clipped(key.name, 80)}`;
    const found = errorsOfKey(trace, key);
    if (key.isDecided) errors.push(...found.map(of));
    else if (found[0] !== undefined) wrong.push(of(found[0]));
    else open.push(of('the outcome of an attempt is open'));
    if (key.walks.some(({ steps }) => steps.some((step) => step.kind === 'stale' && mayBeRestart(key, step))))
      wrong.push(of('a write found no record'));
    doubts.push(...doubtsOfKey(trace, key).map(of));
  }
  for (const { isCertain } of detours(trace, keys))
    (isCertain ? errors : wrong).push('a request took on two keys');
  if (errors[0] !== undefined) return { verdicts: ['violation'], because: errors[0] };
  // Which outcomes are possible was weighed by the checker; the steps show one of them, the best that there is.
  if (wrong[0] !== undefined) return { verdicts: ['violation', 'unknown'], because: wrong[0] };
  if (doubts[0] !== undefined) return { verdicts: ['unknown'], because: doubts[0] };
  if (open[0] !== undefined) return { verdicts: ['unknown', 'ok'], because: open[0] };
  return { verdicts: ['ok'], because: 'nothing speaks against it' };
}
