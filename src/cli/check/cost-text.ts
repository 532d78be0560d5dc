import type { Analysis } from '../../core/index.ts';
import { agreeing, count, counted } from '../../core/words/numbers.ts';

/** What a violation costs in units, as far as the books show it: one line without its end. */
export function costText({ keys, ledger }: Pick<Analysis, 'keys' | 'ledger'>): string {
  const ofKeys = keys.flatMap((key) => (key.ledger.mismatch === undefined ? [] : [key.ledger.mismatch]));
  const sum = ofKeys.reduce((total, units) => total + units, 0);
  // Keys that changed although no row names them.
  const mismatches = [...ofKeys, ledger.mismatch === undefined ? 0 : ledger.mismatch - sum];
  // Keys apart, so that one which lacks units does not hide one which has too many.
  const [over, under] = [1, -1].map((sign) =>
    mismatches.reduce((total, units) => total + Math.max(0, sign * units), 0),
  ) as [number, number];
  const { excessUnits } = ledger;
  const parts = [
    over > 0 ? clause(over, 'confirmed and not there to take') : '',
    under > 0 ? clause(under, 'gone without a confirmation') : '',
    excessUnits > 0 ? clause(excessUnits, 'taken beyond one per confirmed request') : '',
  ].filter((part) => part !== '');
  const unknown = keys.length - ofKeys.length;
  if (ofKeys.length === 0 && parts.length === 0)
    return 'cost: not known; a manifest with initial and remaining inventory would show it';
  const cost = `cost: ${parts.join(', ') || 'no unit that the books show'}`;
  return unknown === 0
    ? cost
    : `${cost}; the books of ${count(unknown)} of ${counted(keys.length, 'key')} are not known`;
}

function clause(units: number, what: string): string {
  return `${counted(units, 'unit')} ${agreeing(units, 'was', 'were')} ${what}`;
}
