import { parentPort, workerData } from 'node:worker_threads';
import { RunDirectoryError } from '../../ingest/run-files/run-directory.ts';
import { ComparisonUnusable, makeComparison } from './make-comparison.ts';
import { makeReport } from './make-report.ts';
import type { FromReportThread, PageToMake } from './thread-messages.ts';

/* The thread that makes one report, or one comparison, and ends. */

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');

function say(message: FromReportThread): void {
  port?.postMessage(message);
}

/** Progress is told at most this often. */
const TELL_EVERY_MS = 100;
let told = 0;

async function make(): Promise<void> {
  const onProgress = (text: string, fraction: number): void => {
    if (performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    say({ type: 'progress', text, fraction });
  };
  const task = workerData as PageToMake;
  try {
    const report =
      'directory' in task ? await makeReport(task, onProgress) : await makeComparison(task, onProgress);
    say({ type: 'made', report });
  } catch (error) {
    if (!(error instanceof RunDirectoryError || error instanceof ComparisonUnusable)) throw error;
    say({ type: 'unusable', text: error.message });
  }
}

// What goes wrong here ends the thread with the error, which the caller turns into a sentence.
void make();
