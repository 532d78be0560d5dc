import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { isRunning } from '../../../src/harness/monitor/process-stat.ts';
import { eventually } from '../../eventually.ts';

/** So long after the end of a run none of its processes may be left. */
const ORPHAN_MS = 2000;

/** The running processes that a process has started. */
export function childrenOf(parent: number): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, ppid, stat, command]) => Number(ppid) === parent && stat !== 'Z' && command !== 'ps')
    .map(([pid]) => Number(pid));
}

/** That a run which has just ended leaves none of its processes behind. */
export async function goneAll(processes: readonly number[]): Promise<void> {
  await eventually(() => {
    assert.deepEqual(processes.filter(isRunning), []);
  }, ORPHAN_MS);
}

/** That a run of this process which has just ended leaves none of its processes behind. */
export async function noneLeft(): Promise<void> {
  await eventually(() => {
    assert.deepEqual(childrenOf(process.pid), []);
  }, ORPHAN_MS);
}
