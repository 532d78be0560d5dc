import { Worker } from 'node:worker_threads';
import { messageOf } from '../../core/words/errors.ts';
import type { MappingView } from '../../ingest/guess/mapping-view.ts';
import type { FromMappingThread, MappingTask } from './thread-messages.ts';

/**
 * Looks at the beginning of a file in a thread of its own. Rejects with an error whose message is a sentence for people, when
 * the thread has ended.
 * @param script path of the thread's bundle
 */
export function lookInThread(script: string | URL, task: MappingTask): Promise<MappingView> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(script, {
      workerData: task,
      name: 'race-trace-mapping',
      execArgv: [],
      env: {},
    });
    let outcome: MappingView | Error = new Error(
      'The thread that looks at the file ended before it was done.',
    );
    thread.on('message', (message: FromMappingThread) => {
      outcome = message.type === 'seen' ? message.view : new Error(message.text);
    });
    thread.on('error', (error) => {
      outcome = new Error(`The file could not be looked at: ${messageOf(error)}`);
    });
    thread.on('exit', () => {
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    });
  });
}
