import { Worker } from 'node:worker_threads';
import { messageOf } from '../../core/words/errors.ts';
import type { FromReportThread, MadeReport, PageToMake } from './thread-messages.ts';

/** Why there is no report; a sentence for people. */
export class ReportUnusable extends Error {}

/**
 * Makes a report, or a comparison, in a thread of its own. Rejects with {@link ReportUnusable}, or with the signal's reason. Settles when the
 * thread has ended: a process that exits while one of its threads is being ended may crash.
 * @param script path of the thread's bundle
 */
export function makeReportInThread(
  script: string | URL,
  task: PageToMake,
  signal: AbortSignal,
  onProgress: (text: string, fraction: number) => void,
): Promise<MadeReport> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(script, { workerData: task, name: 'race-trace-report', execArgv: [], env: {} });
    let outcome: MadeReport | Error | undefined;
    const onAbort = (): void => {
      outcome ??= signal.reason instanceof Error ? signal.reason : new Error('cancelled');
      void thread.terminate();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    thread.on('message', (message: FromReportThread) => {
      if (message.type === 'progress') onProgress(message.text, message.fraction);
      else outcome ??= message.type === 'made' ? message.report : new ReportUnusable(message.text);
    });
    thread.on('error', (error) => {
      const why = messageOf(error);
      outcome ??= new ReportUnusable(`The report could not be made: ${why}`);
    });
    thread.on('exit', () => {
      signal.removeEventListener('abort', onAbort);
      outcome ??= new ReportUnusable('The report could not be made: its thread ended before it was done.');
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    });
  });
}
