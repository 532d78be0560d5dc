import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf } from '../../core/words/errors.ts';
import { isRunning } from '../../harness/monitor/process-stat.ts';
import { shown, timestamp } from './shown.ts';

/** Says, by a process id, whose run writes into a folder. */
const LOCK = '.race-trace.lock';
const RUNS = 'runs';

/** Lock files of the runs of this process. */
const held = new Set<string>();
process.once('exit', () => {
  for (const lock of held) rmSync(lock, { force: true });
});

/**
 * Works in a folder that no other run writes into meanwhile: in `out`, or else in a new one, `runs/NAME-TIME`.
 * @param within folders in it that are the run's too, each with files of its own
 * @throws Error if a run that is still going on has one of them
 */
export async function withRunFolder<T>(
  { out, name, within = [] }: { out: string | undefined; name: string; within?: readonly string[] },
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = out ?? newFolder(name);
  const locks: string[] = [];
  try {
    for (const folder of [directory, ...within.map((each) => join(directory, each))])
      locks.push(lockFolder(folder));
    return await work(directory);
  } finally {
    for (const lock of locks) unlock(lock);
  }
}

/** Makes `runs/NAME-TIME`, or with a number behind it where others began in the same second. */
function newFolder(name: string): string {
  mkdirSync(RUNS, { recursive: true });
  const first = join(RUNS, `${name}-${timestamp(new Date())}`);
  for (let copy = 1; ; copy++) {
    const path = copy === 1 ? first : `${first}-${copy}`;
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

/** Makes the folder the run's own; returns the path of the lock. */
function lockFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const lock = resolve(folder, LOCK);
  if (!take(lock)) {
    const owner = ownerOf(lock);
    if (owner === undefined || holds(owner, lock)) throw taken(folder, lock, owner);
    clear(lock, owner);
    if (!take(lock)) throw taken(folder, lock, ownerOf(lock));
  }
  held.add(lock);
  return lock;
}

function taken(folder: string, lock: string, owner: number | undefined): Error {
  const process = owner === undefined ? '' : `, process ${owner},`;
  return new Error(
    `another run${process} writes into ${shown(folder)}; name another folder with --out, ` +
      `or remove ${shown(lock)} if there is no such run`,
  );
}

function unlock(lock: string): void {
  rmSync(lock, { force: true });
  held.delete(lock);
}

/** Whether the lock is ours now; of several that try only one has it. */
function take(lock: string): boolean {
  try {
    writeFileSync(lock, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Takes away a lock whose run is gone, unless another run did so meanwhile and has locked the folder since. */
function clear(lock: string, owner: number): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (ownerOf(aside) === owner) rmSync(aside, { force: true });
    else renameSync(aside, lock);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** The process that a lock names; undefined where it names none, as when it is just being made. */
function ownerOf(lock: string): number | undefined {
  try {
    const text = readFileSync(lock, 'utf8').trim();
    return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a run holds its lock: not if its process is gone, or has an id that this process got after it. */
function holds(owner: number, lock: string): boolean {
  return owner === process.pid ? held.has(lock) : isRunning(owner);
}
