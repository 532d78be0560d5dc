import { readJournals } from '../record/attempt-journal.ts';
import { csvFormat } from '../record/trace-format.ts';
import { TraceWriter } from '../record/trace-writer.ts';
import type { Sent } from './send.ts';

/**
 * Writes down the attempts of every delivery that nobody was answered, as far as the workers' journals know them, and
 * lets the tally count what was begun. To be called when no worker runs any more: one that has been given up on goes on.
 */
export async function settle(
  { originUs, tally, unheard, disturbance }: Sent,
  trace: { readonly path: string; readonly phase: string; readonly journalFolder: string },
): Promise<void> {
  const journals = await readJournals(trace.journalFolder, unheard.deliveries);
  const settled = unheard.settled(journals);
  tally.settle(journals.begun, settled);
  const writer = new TraceWriter(trace.path, csvFormat, { phase: trace.phase, originUs }, 'at-end');
  try {
    for (const { rows } of settled) writer.append(disturbance?.marked(rows) ?? rows);
  } finally {
    writer.close();
  }
}
