/** The definitions of the errors of one request on one key, for the oracle. */
import { beganAt, isLater, isRefusal, type Outcome, type Row } from './outcomes.ts';

/** Whether a refusal may have been the last word to a request that wrote. */
export function mayBeRefused({ rows, writes }: Outcome): boolean {
  const mayBeLast = (row: Row): boolean => rows.every((other) => other === row || !isLater(other, row));
  const isTold = rows.some(({ result }) => result === 'success');
  return writes.length > 0 && !isTold && rows.some((row) => isRefusal(row) && mayBeLast(row));
}

/** The errors of one request on one key. */
export function requestErrors(
  { rows, writes, unmoved }: Outcome,
  isWhole: boolean,
  errors: Set<string>,
): void {
  const told = rows.filter(({ result }) => result === 'success');
  const [first] = writes;
  if (writes.length > 1) {
    const named = writes.filter(({ namers }) => namers.some(({ result }) => result === 'success'));
    errors.add(named.length > 1 ? 'duplicate-confirmation' : 'duplicate-write');
  }
  const isEarly = (row: Row): boolean =>
    row.write === undefined && writes.every(({ maker }) => beganAt(maker) > (row.end ?? NaN));
  if (
    isWhole &&
    (unmoved.length > 0 ||
      (told.length > 0 && writes.length === 0) ||
      (writes.length > 0 && told.some(isEarly)))
  )
    errors.add('confirmation-without-write');
  // Where nothing orders the answers, the refusal may have been the last.
  const lastWord = rows.find(
    (row) => isRefusal(row) && rows.every((other) => other === row || isLater(row, other)),
  );
  if (first !== undefined && told.length === 0 && lastWord !== undefined) errors.add('false-refusal');
}
