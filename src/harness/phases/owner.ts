import { createHash, randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isRunning, processStat } from '../monitor/process-stat.ts';

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
  // The 22nd field of all: the 20th from the state on.
  const ticks = processStat(pid)?.[19];
  return ticks === undefined ? UNKNOWN : Number(ticks).toString(36);
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
