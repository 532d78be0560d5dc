import { NONE } from '../../core/words/codes.ts';
import { isEarly, isFalselyRefused, takesTwice } from './request-errors.ts';
import type { TraceRows } from './trace-rows.ts';
import { hasTwoValues, isNegative, isOutOfBalance } from './value-errors.ts';
import { hasUnmadeVersions } from './unmade-versions.ts';
import type { VerifiedKey } from './verified-key.ts';

/** What steps, requests and values of a key prove to be wrong. */
export function errorsOfKey(trace: TraceRows, key: VerifiedKey): string[] {
  const { walks, again, unwritten, scheme } = key;
  const { isWhole, facts } = trace;
  const steps = walks.flatMap((walk) => walk.steps);
  // Of an attempt that names no version a row that is missing may have made the one it has here.
  const isNamed = (row: number): boolean => trace.history.writeVersion[row] !== NONE;
  const errors = [
    steps.some(
      (step) => step.kind === 'stale' && !mayBeRestart(key, step) && (isWhole || isNamed(step.writer)),
    ) && 'a write is stale',
    scheme !== 'opaque' &&
      steps.some(
        ({ kind, to }, at) =>
          kind === 'unchecked' && steps[at - 1]?.to === to && steps[at - 1]?.kind !== 'untraced',
      ) &&
      'a version was made twice',
    again.length > 0 && 'a request was written twice',
    isWhole && unwritten.length > 0 && 'a confirmation has no write',
    isWhole && isEarly(trace, key) && 'a confirmation was told before its write',
    isNegative(trace, key) && 'a value is below zero',
    isWhole && steps.some(({ kind }) => kind === 'misnumbered') && 'a write made no newer version',
    isWhole &&
      facts?.closed === true &&
      (walks.some((walk) => walk.hasGaps) || hasUnmadeVersions(trace, key)) &&
      'a version was made by nothing',
    isWhole && isOutOfBalance(trace, key) && 'the books cannot balance',
    isFalselyRefused(trace, key) && 'a write was applied and refused',
    isLost(trace, key) && 'a confirmed write is gone',
    hasTwoValues(trace, key) && 'one version has two values',
    takesTwice(trace, key) && 'two requests took from the same value',
  ];
  return errors.filter((each) => each !== false);
}

/** Whether the record may have been deleted and made anew before a write that found none. */
export function mayBeRestart(
  { scheme }: VerifiedKey,
  { from }: VerifiedKey['walks'][number]['steps'][number],
): boolean {
  return scheme === 'monotonic' && from === 0;
}

/** Whether the store ended below a version that a step made and a client was told of. */
function isLost(trace: TraceRows, { name, scheme, walks, told }: VerifiedKey): boolean {
  const [, after] = trace.recordsOf(name);
  const final = trace.cellOf(after);
  if (final === NONE || scheme === 'opaque' || walks.length > 1) return false;
  return told.some((version) => version > final);
}
