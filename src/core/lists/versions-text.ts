import type { Analysis } from '../analysis.ts';

/** `versions sequential`, `versions monotonic (inferred)`, `no versions`: by which numbers of the rows the trace was checked. */
export function versionsText({ history, scheme }: Pick<Analysis, 'history' | 'scheme'>): string {
  const { columns } = history;
  if (!columns.has('read_version') && !columns.has('write_version')) return 'no versions';
  return `versions ${scheme.scheme}${scheme.inferred ? ' (inferred)' : ''}`;
}
