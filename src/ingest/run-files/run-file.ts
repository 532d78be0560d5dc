import { readFile, stat } from 'node:fs/promises';
import { clipped } from '../../core/text/printable.ts';
import { NO_MANIFEST, readManifest, unreadManifest, type ManifestReading } from './manifest.ts';

/** A manifest holds a record per key; this is more than a million keys. */
const LARGEST_BYTES = 128 * 1024 * 1024;

/**
 * The text of a file of a run, which is small beside the trace; undefined if there is none.
 * @throws Error whose printable message says why it cannot be read, and does not name the file
 */
export async function readRunFile(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_BYTES) throw new Error(`it has more than ${LARGEST_BYTES} bytes`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`it cannot be read (${clipped(String(error.code), 100)})`, { cause: error });
  }
}

/** The manifest in a file, for every command; one that cannot be read is a problem. */
export async function readManifestFile(path: string): Promise<ManifestReading> {
  try {
    const text = await readRunFile(path);
    return text === undefined ? NO_MANIFEST : readManifest(text);
  } catch (error) {
    return unreadManifest(error instanceof Error ? error.message : String(error));
  }
}
