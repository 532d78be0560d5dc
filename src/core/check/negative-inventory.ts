import type { Ledger } from '../analysis.ts';
import { RESULT } from '../history/history.ts';
import type { KeyCheck } from './key-check.ts';
import { ROW_FLAG } from '../words/codes.ts';

/**
 * Inventory below zero: a value that an attempt read or wrote, or that the store ended with. What an attempt wrote counts
 * where the write is known to have been made: a refused or timed-out attempt may only have meant to.
 */
export function findNegativeInventory(check: KeyCheck, ledger: Ledger): void {
  const { history, findings, key, rows } = check;
  let found = false;
  for (const row of rows) {
    const wrote =
      history.result[row] === RESULT.success || (findings.rowFlags[row]! & ROW_FLAG.inChain) !== 0;
    const read = history.readValue[row]!;
    const written = wrote ? history.writeValue[row]! : NaN;
    if (!(read < 0) && !(written < 0)) continue;
    if ((findings.rowFlags[row]! & ROW_FLAG.idempotentReplay) !== 0) continue;
    found = true;
    findings.add('negative-inventory', key, [row], { value: written < 0 ? written : read });
  }
  if (!found && ledger.remaining !== undefined && ledger.remaining < 0)
    findings.add('negative-inventory', key, [], { value: ledger.remaining }, rows[0]);
}
