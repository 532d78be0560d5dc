import type { Analysis, Ledger, LedgerCauses } from '../analysis.ts';
import type { BookLine } from './model.ts';
import { nameOf } from '../history/names.ts';
import { count, counted, signed } from '../words/numbers.ts';

/** The books of a key, line by line: what was taken, what was confirmed, and what the difference is put down to. */
export function booksOf(analysis: Analysis, keyId: number): BookLine[] {
  const ledger = analysis.keys.find(({ key }) => key === keyId)?.ledger;
  return ledger === undefined ? [] : [...balance(ledger), ...causes(ledger), ...excess(ledger)];
}

/** `Books of seat-7`. */
export function booksTitle({ history }: Analysis, keyId: number): string {
  return `Books of ${nameOf(history, keyId)}`;
}

/** Units that were taken and never confirmed explain themselves; any other mismatch is wrong. */
function balance({ initial, remaining, confirmed, mismatch, by }: Ledger): BookLine[] {
  if (initial === undefined || remaining === undefined || mismatch === undefined)
    return [
      line(`confirmed ${count(confirmed)}`),
      line('initial and remaining inventory are not known: nothing to balance against'),
    ];
  return [
    line(`initial ${count(initial)} − remaining ${count(remaining)} = ${count(initial - remaining)} taken`),
    line(
      `confirmed ${count(confirmed)} → mismatch ${signed(mismatch)}`,
      mismatch !== by['lost-confirmation'],
    ),
  ];
}

const CAUSES: readonly (readonly [keyof LedgerCauses, string])[] = [
  ['stale-version-write', 'stale-version write'],
  ['duplicate-confirmation', 'duplicate confirmation'],
  ['confirmation-without-write', 'confirmation without a write'],
  ['lost-confirmation', 'lost confirmation'],
];

function causes({ by, unexplained, mismatch }: Ledger): BookLine[] {
  const entries = CAUSES.filter(([cause]) => by[cause] !== 0);
  const lines = entries.map(([cause, words]) => line(`  ${words} ${signed(by[cause])}`, by[cause] > 0));
  const open = mismatch !== undefined && (entries.length > 0 || unexplained !== 0);
  return open ? [...lines, line(`  unexplained ${signed(unexplained)}`, unexplained !== 0)] : lines;
}

function excess({ excessUnits }: Ledger): BookLine[] {
  return excessUnits > 0
    ? [line(`${counted(excessUnits, 'unit')} taken beyond one per confirmed request`, true)]
    : [];
}

function line(text: string, wrong = false): BookLine {
  return { text, wrong };
}
