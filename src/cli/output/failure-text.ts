import { clipped, printable } from '../../core/words/printable.ts';

/** What went wrong with a file, and what helps, by the system's name of it. */
const WHY: Readonly<Record<string, readonly [why: string, help: string]>> = {
  ENOSPC: ['the disk is full', 'free some space, or name a folder on another disk'],
  EDQUOT: ['the quota of this disk is used up', 'free some space, or name a folder on another disk'],
  EFBIG: ['it would be larger than the system allows', 'raise the limit, or name a folder on another disk'],
  EROFS: ['its disk is read-only', 'name a folder on another disk'],
  EACCES: ['this user has no right to do that', 'change the rights, or name another place'],
  EPERM: ['this user has no right to do that', 'change the rights, or name another place'],
  EEXIST: ['there is a file of that name', 'name a folder'],
  ENOTDIR: ['a part of that path is a file, not a folder', 'name another path'],
  EISDIR: ['it is a folder', 'name a file'],
  ENOENT: ['it does not exist', 'check the path'],
  ENAMETOOLONG: ['the name is too long for this disk', 'name a shorter path'],
  ELOOP: ['its symbolic links lead around in a circle', 'name another path'],
  EMFILE: ['too many files are open', 'raise the limit of open files'],
  ENFILE: ['too many files are open', 'end other programs'],
  EIO: ['the disk reports an error', 'name a folder on another disk'],
};

/** Characters of a path. */
const PATH = 300;
/** System calls that read; every other one makes or changes something. */
const READS = ['read', 'stat', 'lstat', 'scandir', 'readlink', 'access'];

/** Why a command failed, as one printable sentence; of a file with its path and what to do. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return printable(String(error));
  if (isOfSystem(error)) return ofFile(error);
  const { message, cause } = error;
  const known = cause instanceof Error && isOfSystem(cause) ? WHY[cause.code] : undefined;
  return printable(known === undefined ? message : `${message}; ${known[1]}`);
}

/** Why the result did not reach its reader. */
export function unwritten(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  const why =
    code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED'
      ? 'the program that read it has ended'
      : (WHY[code]?.[0] ?? printable(error.message));
  return `the result could not be written to stdout whole: ${why}; the exit code is no verdict`;
}

interface SystemError extends Error {
  readonly code: string;
  readonly syscall?: string;
  readonly path?: string;
}

function isOfSystem(error: Error): error is SystemError {
  return 'errno' in error && 'code' in error && typeof error.code === 'string';
}

function ofFile({ code, syscall = '', path, message }: SystemError): string {
  const [why, help] = WHY[code] ?? [];
  if (path === undefined || why === undefined)
    return printable(help === undefined ? message : `${message}; ${help}`);
  // So say systems of a read-only disk too, when a path of several new folders is asked for.
  if (syscall === 'mkdir' && code === 'ENOENT')
    return `${clipped(path, PATH)} cannot be made: the folder that it is in takes no new one; name another place`;
  const done = READS.includes(syscall) ? 'read' : syscall === 'mkdir' ? 'made' : 'used';
  return `${clipped(path, PATH)} cannot be ${done}: ${why}; ${help}`;
}
