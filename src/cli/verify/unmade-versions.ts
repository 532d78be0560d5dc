import { NONE, RESULT } from '../../core/words/codes.ts';
import type { TraceRows } from './trace-rows.ts';
import type { VerifiedKey } from './verified-key.ts';

/** Whether versions that only equality counts for were seen which no step made; those have no steps. */
export function hasUnmadeVersions(trace: TraceRows, { name, scheme, speaking, walks }: VerifiedKey): boolean {
  const [walk] = walks;
  if (scheme !== 'opaque' || walk === undefined) return false;
  const { history } = trace;
  const { steps, initial } = walk;
  const [, after] = trace.recordsOf(name);
  const final = trace.cellOf(after);
  const writers = new Set(steps.map(({ writer }) => writer));
  // A success without a write may have read at any time.
  const isTold = (row: number): boolean => history.result[row] === RESULT.success && !writers.has(row);
  const misnumbered = (row: number): boolean =>
    history.writeVersion[row] !== NONE && history.writeVersion[row] === history.readVersion[row];
  const read = speaking
    .filter((row) => !isTold(row) && !misnumbered(row))
    .map((row) => history.readVersion[row]!);
  const times = (version: number): number => steps.filter(({ to }) => to === version).length;
  const shown = new Set([...steps.map(({ from }) => from), ...read, final]);
  const unmade = [...shown].filter(
    (version) => version !== NONE && version !== initial && times(version) === 0,
  );
  if (unmade.length > Number(initial === NONE)) return true;
  // The last version was replaced as often as it was made, and yet the store has it.
  const supply = times(final) + Number(final === initial);
  return final !== NONE && supply > 0 && supply === steps.filter(({ from }) => from === final).length;
}
