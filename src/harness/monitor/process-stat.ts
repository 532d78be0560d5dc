import { readFileSync } from 'node:fs';

/**
 * Whether a process of this machine runs, also one of another user. One that has ended and is still listed, since its parent has
 * not yet asked how it ended (a zombie), does not run; systems without `/proc` cannot tell it apart.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return processStat(pid)?.[0] !== 'Z';
}

/** The fields of a process from its state on, as Linux counts them; undefined where the system does not have them. */
export function processStat(pid: number | 'self', proc = '/proc'): readonly string[] | undefined {
  try {
    const stat = readFileSync(`${proc}/${pid}/stat`, 'utf8');
    // The second field, the program's name, may hold anything, a `)` included.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
