import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names of what a run makes for itself carry the process that they belong to: where it runs, its id, and when it started,
 * since ids are given again. So a later run can remove what a process that was killed has left, and nothing else.
 */
const NAME = /-([0-9a-f]{6})-([0-9a-z]+)-([0-9a-z]+)-[0-9a-zA-Z_]+$/;

/** What this process puts behind the name of what it makes, in small letters, digits and `-`; something unique follows. */
export function ownerOfThisProcess(): string {
  return `${place()}-${process.pid.toString(36)}-${startOf(process.pid)}`;
}

/** A name that nothing else has, of what belongs to this process: at most 28 characters longer than its beginning. */
export function ownName(beginning: string): string {
  return `${beginning}-${ownerOfThisProcess()}-${randomBytes(2).toString('hex')}`;
}

/** Whether a name says that it belongs to a process of this machine which has ended; false if that is not certain. */
export function isLeftOver(name: string): boolean {
  const [, where, id = '', start] = NAME.exec(name) ?? [];
  if (where !== place()) return false;
  const pid = parseInt(id, 36);
  return !isRunning(pid) || (startOf(pid) !== start && startOf(pid) !== UNKNOWN);
}

const UNKNOWN = '0';

/** When a process started, as its system counts it; {@link UNKNOWN} where the system does not say. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The 22nd field; the second one, the program's name, may hold anything, a `)` included.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return Number(ticks).toString(36);
  } catch {
    return UNKNOWN;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Where ids of processes mean the same: one machine, and in it one container. */
function place(): string {
  return createHash('sha256').update(`${hostname()}\n${processSpace()}`).digest('hex').slice(0, 6);
}

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
