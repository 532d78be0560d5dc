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
    line(
      initial >= remaining
        ? `initial ${count(initial)} − remaining ${count(remaining)} = ${count(initial - remaining)} taken`
        : `remaining ${count(remaining)} − initial ${count(initial)} = ${count(remaining - initial)} given back`,
    ),
    line(
      `confirmed ${count(confirmed)} → mismatch ${signed(mismatch)}`,
      mismatch !== by['lost-confirmation'] + by['duplicate-write'] + by['outside the trace'],
    ),
  ];
}

const CAUSES: readonly (readonly [keyof LedgerCauses, string])[] = [
  ['stale-version-write', 'stale-version write'],
  ['duplicate-confirmation', 'duplicate confirmation'],
  ['duplicate-write', 'duplicate write'],
  ['confirmation-without-write', 'confirmation without a write'],
  ['lost-confirmation', 'lost confirmation'],
  ['outside the trace', 'outside the trace'],
];

function causes({ by, undecided, unexplained, mismatch }: Ledger): BookLine[] {
  const entries = CAUSES.filter(([cause]) => by[cause] !== 0);
  const lines = entries.map(([cause, words]) => line(`  ${words} ${signed(by[cause])}`, by[cause] > 0));
  const open = mismatch !== undefined && (entries.length > 0 || unexplained !== 0);
  if (undecided !== 0) lines.push(line(`  undecided ${signed(undecided)}`));
  return open ? [...lines, line(`  unexplained ${signed(unexplained)}`, unexplained !== 0)] : lines;
}

function excess({ excessUnits, confirmedTwice }: Ledger): BookLine[] {
  return [
    ...(confirmedTwice > 0
      ? [line(`${counted(confirmedTwice, 'request')} confirmed more than once`, true)]
      : []),
    ...(excessUnits > 0
      ? [line(`${counted(excessUnits, 'unit')} taken beyond one per confirmed request`, true)]
      : []),
  ];
}

function line(text: string, wrong = false): BookLine {
  return { text, wrong };
}
