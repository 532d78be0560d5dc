import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../core/words/errors.ts';
import { answerQuery, type AnalyzedTrace } from './queries.ts';
import { openForQueries } from './open-for-queries.ts';
import type { FromThread, Question, TraceToOpen } from './thread-messages.ts';

/*
 * The analysis thread: reads the one trace that it was started with, then answers questions about it.
 */

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');

function say(message: FromThread): void {
  port?.postMessage(message);
}

let trace: AnalyzedTrace | undefined;

port.on('message', ({ id, query, argument }: Question) => {
  try {
    if (trace === undefined) throw new Error('The trace is still being read.');
    say({ type: 'answer', id, value: answerQuery(trace, query, argument) });
  } catch (error) {
    say({ type: 'failed', id, message: messageOf(error) });
  }
});

async function open(): Promise<void> {
  const opened = await openForQueries(workerData as TraceToOpen, (text, fraction) => {
    say({ type: 'progress', text, fraction });
  });
  if ('unreadable' in opened) {
    const { unreadable: text, next, isMappable } = opened;
    say({ type: 'unreadable', text, next, isMappable });
    return;
  }
  trace = opened;
  say({ type: 'opened' });
}

// What goes wrong here ends the thread with the error, which its session turns into a sentence.
void open();
