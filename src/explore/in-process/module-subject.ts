import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Exploration } from '../outcome/exploration.ts';
import type { ExploreOptions } from '../outcome/explore.ts';
import type { Replay, Subject } from '../outcome/subject.ts';
import { RaceModuleError } from './module.ts';
import type { InProcessOptions } from './runner.ts';
import { SHARED, type ThreadAnswer, type ThreadTask } from './thread-messages.ts';

/** How often is looked, and after how long a thread that shows no life is ended. */
const LOOK_EVERY_MS = 100;
const LIFELESS_MS = 10_000;
/** How long it has to end by itself when it is interrupted. */
const GRACE_MS = 5000;

/** How a module is explored, and what is told of it meanwhile. */
export interface ModuleOptions extends InProcessOptions {
  readonly interrupted: AbortSignal;
  /** What the module prints. */
  readonly print: (text: string) => void;
}

/** The clients of a module, in a thread of their own. @param path absolute */
export function moduleSubject(path: string, options: ModuleOptions): Subject {
  return {
    name: basename(path),
    kind: 'module',
    processes: 1,
    explore: async (search: ExploreOptions): Promise<Exploration> => {
      const { reduce, preemptions, maxSchedules, maxSeconds, maxSteps, recorded, onProgress } = search;
      const sent = { reduce, preemptions, maxSchedules, maxSeconds, maxSteps, recorded };
      const answer = await ask(path, { what: 'explore', options: sent }, options, onProgress);
      if ('exploration' in answer) return answer.exploration;
      throw new RaceModuleError('failure' in answer ? answer.failure : 'the thread gave another answer');
    },
    replay: async (schedule, how): Promise<Replay> => {
      const answer = await ask(path, { what: 'replay', schedule, options: how }, options, undefined);
      if ('replay' in answer) return answer.replay;
      throw new RaceModuleError('failure' in answer ? answer.failure : 'the thread gave another answer');
    },
  };
}

async function ask(
  module: string,
  job: ThreadTask['job'],
  { interrupted, print, startIsStep, quietMs, stuckMs }: ModuleOptions,
  onProgress: ((schedules: number) => void) | undefined,
): Promise<ThreadAnswer> {
  const buffer = new SharedArrayBuffer(SHARED.size * Int32Array.BYTES_PER_ELEMENT);
  const shared = new Int32Array(buffer);
  const task: ThreadTask = { module, job, shared: buffer, startIsStep, quietMs, stuckMs };
  const script = new URL(
    import.meta.url.endsWith('.ts') ? './thread-main.ts' : './explore-thread.js',
    import.meta.url,
  );
  const thread = new Worker(script, {
    workerData: task,
    name: 'race-trace-explore',
    stdout: true,
    stderr: true,
  });
  for (const stream of [thread.stdout, thread.stderr])
    stream.on('data', (chunk: Buffer) => {
      print(chunk.toString());
    });
  const interrupt = () => {
    Atomics.store(shared, SHARED.interrupted, 1);
  };
  if (interrupted.aborted) interrupt();
  interrupted.addEventListener('abort', interrupt);
  const stopLooking = look(thread, shared, onProgress);
  try {
    return await answerOf(thread);
  } finally {
    stopLooking();
    interrupted.removeEventListener('abort', interrupt);
    await thread.terminate();
  }
}

/** The thread's one message. Rejects where it ends without: with what ended it. */
function answerOf(thread: Worker): Promise<ThreadAnswer> {
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', (error: unknown) => {
      const { message } = error instanceof Error ? error : new Error(String(error));
      reject(new RaceModuleError(`the module failed outside of its clients: ${message}`, { cause: error }));
    });
    thread.once('exit', () => {
      reject(new RaceModuleError('the module ended its thread, as by process.exit(); leave that out'));
    });
  });
}

/** Looks now and then how far the thread is and whether it lives; ends one that does not. Returns how to stop. */
function look(
  thread: Worker,
  shared: Int32Array,
  onProgress: ((schedules: number) => void) | undefined,
): () => void {
  let [alive, since] = [-1, performance.now()];
  const timer = setInterval(() => {
    const now = performance.now();
    onProgress?.(Atomics.load(shared, SHARED.schedules));
    const isInterrupted = Atomics.load(shared, SHARED.interrupted) !== 0;
    const next = Atomics.load(shared, SHARED.alive);
    if (next !== alive) [alive, since] = [next, now];
    else if (now - since > (isInterrupted ? GRACE_MS : LIFELESS_MS)) {
      const seconds = Math.round((now - since) / 1000);
      const message = `the module has kept its thread for ${seconds} s without a pause: it has a loop that never ends`;
      thread.emit('error', new Error(message));
    }
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}
