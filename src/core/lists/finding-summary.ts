import type { Analysis } from '../analysis.ts';
import { definitionOf } from '../findings/finding.ts';
import type { Finding } from '../findings/finding.ts';
import { clipped } from '../words/printable.ts';

/** A finding in the few words of a table's cell: `v1→v3 after w1's v2`. */
export function findingSummary({ history }: Analysis, finding: Finding): string {
  return clipped(definitionOf(finding.code).summary(finding, history), 200);
}
