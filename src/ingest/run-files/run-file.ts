import { codeOf, messageOf } from '../../core/words/errors.ts';
import { clipped } from '../../core/words/printable.ts';
import { readSmallFile } from '../bytes/file-bytes.ts';
import { NO_MANIFEST, readManifest, unreadManifest, type ManifestReading } from './manifest.ts';

/** A manifest holds a record per key; this is more than a million keys. */
const LARGEST_BYTES = 128 * 1024 * 1024;

/**
 * The text of a file of a run, which is small beside the trace; undefined if there is none.
 * @throws Error whose printable message says why it cannot be read, and does not name the file
 */
export async function readRunFile(path: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    return (await readSmallFile(path, LARGEST_BYTES, signal)).toString('utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT') return undefined;
    throw new Error(`it cannot be read (${clipped(code, 100)})`, { cause: error });
  }
}

/** The manifest in a file, for every command; one that cannot be read is a problem. Rejects only with the signal's reason. */
export async function readManifestFile(path: string, signal?: AbortSignal): Promise<ManifestReading> {
  try {
    const text = await readRunFile(path, signal);
    return text === undefined ? NO_MANIFEST : readManifest(text);
  } catch (error) {
    signal?.throwIfAborted();
    return unreadManifest(messageOf(error));
  }
}
