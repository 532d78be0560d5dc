/** The thread that a user's module runs in: what it does to its thread does not keep the command line from ending. */
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../core/words/errors.ts';
import { explore } from '../outcome/explore.ts';
import { replay } from '../outcome/replay.ts';
import type { Run, Runner } from '../search/runner.ts';
import { loadRaceModule } from './load.ts';
import { InProcessRunner } from './runner.ts';
import { SHARED, type ThreadAnswer, type ThreadTask } from './thread-messages.ts';

const ALIVE_EVERY_MS = 100;

const task = workerData as ThreadTask;
const shared = new Int32Array(task.shared);
const interrupted = {
  get aborted() {
    return Atomics.load(shared, SHARED.interrupted) !== 0;
  },
};

function alive(): void {
  shared[SHARED.alive] = (shared[SHARED.alive]! + 1) | 0;
}

/** The same runner, seen to be alive. */
function watched(runner: Runner): Runner {
  return {
    clients: runner.clients,
    begin: (isRecorded): Promise<Run> => {
      alive();
      return runner.begin(isRecorded);
    },
  };
}

async function answer(): Promise<ThreadAnswer> {
  const { module, job, startIsStep, quietMs, stuckMs } = task;
  const inProcess = new InProcessRunner(await loadRaceModule(module), { startIsStep, quietMs, stuckMs });
  const runner = watched(inProcess);
  try {
    if (job.what === 'replay')
      return { replay: await replay(runner, job.schedule, job.options, interrupted) };
    const onProgress = (schedules: number) => {
      shared[SHARED.schedules] = schedules;
    };
    return { exploration: await explore(runner, { ...job.options, interrupted, onProgress }) };
  } finally {
    await inProcess.close();
  }
}

const timer = setInterval(alive, ALIVE_EVERY_MS);
try {
  parentPort?.postMessage(await answer());
} catch (error) {
  parentPort?.postMessage({ failure: messageOf(error) } satisfies ThreadAnswer);
}
clearInterval(timer);
