import type { FindingLine } from './model/model.ts';

/** `lines 3, 2 of the trace, unsafe.ts:10`. */
export function findingPlace({ lines, site }: FindingLine): string {
  const rows =
    lines.length === 0 ? '' : `line${lines.length === 1 ? '' : 's'} ${lines.join(', ')} of the trace`;
  return [rows, site].filter((part) => part !== '').join(', ');
}
