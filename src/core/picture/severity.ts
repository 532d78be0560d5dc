import type { Analysis } from '../analysis.ts';
import { RESULT, ROW_FLAG, SEVERITY } from '../words/codes.ts';

/** Code of {@link SEVERITY} of a row: contended is a refused, repeated or timed-out attempt, the work of a correct service. */
export function severityOf({ history, rowFlags }: Analysis, row: number): number {
  const flags = rowFlags[row]!;
  if (flags & ROW_FLAG.error) return SEVERITY.error;
  if (flags & ROW_FLAG.warning) return SEVERITY.warning;
  const result = history.result[row];
  const fine = result === RESULT.success || result === RESULT.rejected;
  return fine ? SEVERITY.calm : SEVERITY.contended;
}

/** {@link severityOf} these rows, in their order. */
export function severitiesOf(analysis: Analysis, rows: Uint32Array): Uint8Array {
  const severities = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) severities[i] = severityOf(analysis, rows[i]!);
  return severities;
}
