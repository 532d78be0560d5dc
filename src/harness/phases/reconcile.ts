import { readJournals } from '../record/attempt-journal.ts';
import { csvFormat } from '../record/trace-format.ts';
import { TraceWriter } from '../record/trace-writer.ts';
import type { Sent } from './send.ts';

/**
 * Writes down the attempts of every delivery that was not answered, as far as the workers' journals know them, and
 * counts what was begun. To be called when no worker runs any more: one that has been given up on goes on.
 */
export async function reconcile(
  { originUs, counters, unanswered, disturbance }: Sent,
  trace: { readonly path: string; readonly phase: string; readonly journalFolder: string },
): Promise<void> {
  const journals = await readJournals(trace.journalFolder, unanswered.deliveries);
  const reconciled = unanswered.reconciled(journals);
  counters.reconcile(journals.begun, reconciled);
  const writer = new TraceWriter(trace.path, csvFormat, { phase: trace.phase, originUs }, 'at-end');
  try {
    for (const { rows } of reconciled) writer.append(disturbance?.marked(rows) ?? rows);
  } finally {
    writer.close();
  }
}
