import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeftOver, ownerOfThisProcess } from './owner.ts';

const BEGINNING = 'race-trace-run-';

/**
 * Works with a folder of its own, of which nothing is left afterwards, even if this process exits. If it is killed, the
 * next one that needs such a folder removes it.
 */
export async function withScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  removeLeftOvers();
  const folder = mkdtempSync(join(tmpdir(), `${BEGINNING}${ownerOfThisProcess()}-`));
  const remove = () => {
    removeFolder(folder);
  };
  process.once('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

function removeLeftOvers(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(BEGINNING) || !isLeftOver(name)) continue;
    const path = join(tmpdir(), name);
    try {
      // The temporary folder may be everybody's.
      if (lstatSync(path).uid === (process.getuid?.() ?? 0)) removeFolder(path);
    } catch {
      // Another run was faster, or it cannot be removed; the run that begins now does not depend on it.
    }
  }
}

function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}
