import { glob, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isTraceName } from './sources/formats.ts';

/**
 * The files that an argument stands for: a folder's traces, or what a pattern matches, in the order of their names; else, and
 * where there are none, the argument itself.
 */
export async function tracesOf(argument: string): Promise<readonly string[]> {
  const found = (await isFolder(argument)) ? await tracesIn(argument) : await matchesOf(argument);
  return found.length === 0 ? [argument] : found;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** The traces in a folder, in the order of their names; none where there is no folder. */
export async function tracesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .filter(isTraceName)
    .sort()
    .map((name) => join(folder, name));
}

/** A file may be called like a pattern: what is there as it is written is no pattern. */
async function matchesOf(argument: string): Promise<readonly string[]> {
  if (!/[*?[{]/.test(argument) || (await isThere(argument))) return [];
  const matches: string[] = [];
  for await (const match of glob(argument)) matches.push(match);
  return matches.sort();
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
