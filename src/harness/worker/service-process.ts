import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isPassedOn } from '../../core/index.ts';
import type { FaultName } from '../fault/faults.ts';
import type { FromWorker, ProcessSetup, ToWorker } from './messages.ts';
import type { ProcessTimes } from './process-times.ts';
import { tellWatcher } from './watcher.ts';
import type { Step } from '../../core/words/terms.ts';

/** How long a process may take until it listens, and to end after it was told to: by then the run is over and it has nothing to lose. */
const START_MS = 60_000;
const STOP_MS = 400;
/** How long it may take to say what it has used: one that is stopped or too busy is left out. */
const TIMES_MS = 2000;

/** What a run hears of its processes. */
export interface ProcessEvents {
  /** An attempt is held before a step until `release` is called. */
  held(clientId: string, step: Step, release: () => void): void;
  /** A call of a worker's store was struck by a fault. */
  struck?(fault: FaultName): void;
  /** A process, of this id, ended by itself. */
  died(error: Error, id: string): void;
}

/** A running process of the service. */
export interface ServiceProcess {
  readonly id: string;
  readonly pid: number | undefined;
  readonly port: number;
  tell(message: ToWorker): void;
  /** What it has used since it started; undefined if it has ended or does not answer soon. */
  times(): Promise<ProcessTimes | undefined>;
  /** Ends it; resolves when it has ended. */
  stop(): Promise<void>;
  /** Ends it with SIGKILL, in the middle of whatever it does; resolves when it has ended. Nobody hears that it died. */
  kill(): Promise<void>;
}

/** However this process exits, none that it started outlives it, not even one that is stopped or busy. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** The processes that this one has started and that have not ended. */
export function childPids(): readonly number[] {
  return [...running].flatMap(({ pid }) => pid ?? []);
}

/** Starts a process; resolves when it listens, and rejects, with nothing left running, if it does not. */
export async function startProcess(setup: ProcessSetup, events: ProcessEvents): Promise<ServiceProcess> {
  const child = fork(entry(), [], {
    execArgv: [],
    env: environment(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      if (child.pid === undefined) resolve();
    });
  });
  let stopping = false;
  const stop = async () => {
    stopping = true;
    if (child.connected) child.disconnect();
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(late);
  };
  const kill = () => {
    stopping = true;
    child.kill('SIGKILL');
    return ended;
  };
  running.add(child);
  tellWatcher(childPids());
  void ended.then(() => {
    running.delete(child);
    tellWatcher(childPids());
  });
  child.once('exit', (code, signal) => {
    if (stopping) return;
    events.died(new Error(`${nameOf(setup)} ended (${signal ?? `exit code ${code}`})`), setup.id);
  });
  try {
    const port = await listening(child, setup, events);
    const tell = (message: ToWorker) => {
      send(child, message);
    };
    return { id: setup.id, pid: child.pid, port, tell, times: () => timesOf(child), stop, kill };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Sends the process its setup and hears it from then on; resolves to the port that it listens on. */
function listening(child: ChildProcess, setup: ProcessSetup, events: ProcessEvents): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      reject(new Error(`${nameOf(setup)} did not start: ${why}`));
    };
    const late = setTimeout(fail, START_MS, `no answer within ${START_MS} ms`);
    child.on('message', (message: FromWorker) => {
      clearTimeout(late);
      switch (message.kind) {
        case 'listening':
          resolve(message.port);
          break;
        case 'failed':
          fail(message.message);
          break;
        case 'struck':
          events.struck?.(message.fault);
          break;
        case 'times':
          // The caller that asked for them listens for them.
          break;
        case 'held':
          events.held(message.clientId, message.step, () => {
            send(child, { kind: 'release', ticket: message.ticket });
          });
      }
    });
    child.once('error', (error) => {
      clearTimeout(late);
      fail(error.message);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      fail(`it ended (${signal ?? `exit code ${code}`})`);
    });
    send(child, { kind: 'start', setup });
  });
}

function timesOf(child: ChildProcess): Promise<ProcessTimes | undefined> {
  return new Promise((resolve) => {
    const answered = (message: FromWorker) => {
      if (message.kind === 'times') done(message.times);
    };
    const done = (times?: ProcessTimes) => {
      clearTimeout(late);
      child.off('message', answered);
      child.off('exit', ended);
      resolve(times);
    };
    const ended = () => {
      done();
    };
    const late = setTimeout(ended, TIMES_MS);
    child.on('message', answered);
    child.once('exit', ended);
    if (child.connected) send(child, { kind: 'times' });
    else done();
  });
}

function send(child: ChildProcess, message: ToWorker): void {
  // A process that is gone cannot be told anything; its end is reported by its exit.
  if (child.connected) child.send(message, () => undefined);
}

/** The same error as a sentence that stands by itself. */
export function asSentence({ message }: Error): Error {
  return new Error(`${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`);
}

/** E.g. `worker w1@unsafe`. */
function nameOf(setup: ProcessSetup): string {
  return setup.role === 'worker' ? `worker ${setup.id}` : `the ${setup.id}`;
}

/** The program of every process: beside this one in a bundle, in this folder when the sources run as they are. */
function entry(): string {
  const program = import.meta.url.endsWith('.ts') ? './main.ts' : './worker.js';
  return fileURLToPath(new URL(program, import.meta.url));
}

/** What a child may know of the parent's environment; under Electron it must be told that it is Node, not an application. */
function environment(): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => isPassedOn(name)));
  return process.versions.electron === undefined ? env : { ...env, ELECTRON_RUN_AS_NODE: '1' };
}
