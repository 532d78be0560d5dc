/** Makes attempts without end, on several threads, and says the id of each one once it has ended. */
import { writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { isMainThread, threadId, Worker } from 'node:worker_threads';
import { begin } from '../../../../recorder/race-trace.ts';

async function client(name: string): Promise<never> {
  for (let i = 0; ; i++) {
    const attempt = begin(`${name}-${i}`, 'seat-7');
    attempt.read(1, 1);
    await setImmediate();
    attempt.write(0, 2);
    attempt.end('success');
    say(`${name}-${i}\n`);
  }
}

/** Waits where the reader is slower: what has not been said would not be looked for. */
function say(text: string): void {
  for (;;)
    try {
      writeSync(1, text);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
}

if (isMainThread) for (let thread = 0; thread < 2; thread++) new Worker(new URL(import.meta.url));
await Promise.all(['a', 'b', 'c'].map((name) => client(`${name}${threadId}`)));
