import { Worker } from 'node:worker_threads';
import type { FromReportThread, MadeReport, ReportToMake } from './thread-messages.ts';

/** Why there is no report; a sentence for people. */
export class ReportUnusable extends Error {}

/**
 * Makes a report in a thread of its own. Rejects with {@link ReportUnusable}, or with the signal's reason.
 * @param script path of the thread's bundle
 */
export function makeReportInThread(
  script: string | URL,
  task: ReportToMake,
  signal: AbortSignal,
  onProgress: (text: string, fraction: number) => void,
): Promise<MadeReport> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(script, { workerData: task, name: 'race-trace-report', execArgv: [], env: {} });
    const onAbort = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
      void thread.terminate();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    thread.on('message', (message: FromReportThread) => {
      if (message.type === 'progress') onProgress(message.text, message.fraction);
      else if (message.type === 'made') resolve(message.report);
      else reject(new ReportUnusable(message.text));
    });
    thread.on('error', (error) => {
      const why = error instanceof Error ? error.message : String(error);
      reject(new ReportUnusable(`The report could not be made: ${why}`));
    });
    // The first of all that settles it counts; a thread that has made its report also exits.
    thread.on('exit', () => {
      signal.removeEventListener('abort', onAbort);
      reject(new ReportUnusable('The report could not be made: its thread ended before it was done.'));
    });
  });
}
