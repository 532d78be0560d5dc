import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that a reader, even after the machine has lost its power, finds the old one or the new one and
 * never a half: into another file first, which is forced to the disk and then takes the name.
 * Rejects as the file system does, with the `path` that was asked for.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    // Of a write the system names no file, and of this one its name is not the one that was asked for.
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
  await syncFolder(dirname(path));
}

/** The new name is on the disk only when its folder is. Not every system opens folders; there the name follows by itself. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // As good as this system can do.
  }
}
