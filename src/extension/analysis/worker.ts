import { parentPort, workerData } from 'node:worker_threads';
import { answerQuery, type OpenedTrace } from './queries.ts';
import { openForQueries } from './open-for-queries.ts';
import type { FromThread, ToThread, TraceToOpen } from './thread-messages.ts';

/*
 * The analysis thread: reads the one trace that it was started with, then answers questions about it, one per turn, so
 * that a question cancelled meanwhile is never computed.
 */

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');

function say(message: FromThread): void {
  port?.postMessage(message);
}

const questions: Extract<ToThread, { type: 'ask' }>[] = [];
let trace: OpenedTrace | undefined;

port.on('message', (message: ToThread) => {
  if (message.type === 'cancel') {
    const index = questions.findIndex(({ id }) => id === message.id);
    if (index >= 0) questions.splice(index, 1);
    return;
  }
  questions.push(message);
  setImmediate(answerNext);
});

function answerNext(): void {
  const question = questions.shift();
  if (question === undefined) return;
  try {
    if (trace === undefined) throw new Error('The trace is still being read.');
    say({ type: 'answer', id: question.id, value: answerQuery(trace, question.query, question.argument) });
  } catch (error) {
    say({ type: 'failed', id: question.id, message: error instanceof Error ? error.message : String(error) });
  }
}

async function open(): Promise<void> {
  const opened = await openForQueries(workerData as TraceToOpen, (text, fraction) => {
    say({ type: 'progress', text, fraction });
  });
  if ('unreadable' in opened) {
    say({ type: 'unreadable', text: opened.unreadable, next: opened.next });
    return;
  }
  trace = opened;
  say({ type: 'opened' });
}

// What goes wrong here ends the thread with the error, which its session turns into a sentence.
void open();
