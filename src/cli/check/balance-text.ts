import type { Ledger } from '../../core/index.ts';
import { count } from '../../core/words/numbers.ts';

/** The invariant with its numbers, and whether both sides are equal. */
export interface BalanceText {
  readonly sum: string;
  readonly holds: boolean;
}

/**
 * The invariant as a bookkeeper writes it; undefined where the inventory is not known. Units that attempts of unknown outcome
 * took stand on their own, so that books which they explain balance.
 */
export function balanceText(ledger: Ledger): BalanceText | undefined {
  const { initial, remaining, confirmed, mismatch, by } = ledger;
  if (initial === undefined || remaining === undefined || mismatch === undefined) return undefined;
  const taken = -by['lost-confirmation'] - by['duplicate-write'];
  const outside = -by['outside the trace'];
  const holds = mismatch + taken + outside === 0;
  const unconfirmed = taken === 0 ? '' : ` + taken without a confirmation ${count(taken)}`;
  const others =
    outside === 0
      ? ''
      : outside > 0
        ? ` + taken outside the trace ${count(outside)}`
        : ` − given back outside the trace ${count(-outside)}`;
  return {
    sum: `initial ${count(initial)} ${holds ? '=' : '≠'} remaining ${count(remaining)} + confirmed ${count(confirmed)}${unconfirmed}${others}`,
    holds,
  };
}
