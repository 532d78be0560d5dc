import { parentPort, workerData } from 'node:worker_threads';
import { mappingView } from '../../ingest/guess/mapping-view.ts';
import { TraceFileError } from '../../ingest/open-trace.ts';
import type { FromMappingThread, MappingTask } from './thread-messages.ts';

/* The thread that looks at the beginning of one file and ends. */

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');

async function look({ path, files, choices }: MappingTask): Promise<FromMappingThread> {
  try {
    return { type: 'seen', view: await mappingView(path, files, choices) };
  } catch (error) {
    if (!(error instanceof TraceFileError)) throw error;
    return { type: 'unusable', text: error.message };
  }
}

// What goes wrong here ends the thread with the error, which the caller turns into a sentence.
void look(workerData as MappingTask).then((message) => {
  port.postMessage(message);
});
