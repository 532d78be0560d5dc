import { counted } from '../../core/words/numbers.ts';
import { clipped, printable } from '../../core/words/printable.ts';
import { checkable } from '../../ingest/guess/checkable.ts';
import { previewOf } from '../../ingest/guess/preview.ts';
import type { Proposal } from '../../ingest/guess/proposal.ts';
import type { TraceReading } from '../../ingest/read-trace.ts';
import type { Paint } from '../output/paint.ts';
import { tableText } from './table-text.ts';

/** Rows that are shown, and characters of a cell. */
const SHOWN_ROWS = 3;
const CELL = 24;

/** How a log would be read by a proposal: some rows, and what could be checked in them. */
export function readingText(proposal: Proposal, reading: TraceReading, paint: Paint): string {
  const { accepted, rejected, skipped = 0 } = reading.reading;
  const columns = proposal.columns.map(({ column }) => column);
  const preview = previewOf(reading.history, columns, SHOWN_ROWS);
  const cells = preview.rows.map((row) => row.map((cell) => clipped(printable(cell), CELL)));
  const [first] = reading.problems;
  const refused =
    rejected === 0
      ? ''
      : `, ${rejected} rejected (line ${first?.line ?? 0}: ${clipped(first?.message ?? '', 120)})`;
  return [
    `\n${paint('dim', `as read: ${counted(accepted, 'attempt')}, ${skipped} skipped${refused}`)}\n`,
    tableText([columns, ...cells]),
    `\n${paint('dim', 'what can be checked')}\n`,
    ...checkable(proposal, reading.history).map(
      ({ can, words }) => `  ${can ? paint('green', '✓') : paint('dim', '–')} ${words}\n`,
    ),
  ].join('');
}
