import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { codeOf } from '../../core/words/errors.ts';
import { clipped } from '../../core/words/printable.ts';
import { ReadableFile, UnusableFileError } from './file-bytes.ts';

/**
 * A file's size in bytes, and the SHA-256 of its bytes as 64 hexadecimal digits. Rejects as the file system does, with a
 * printable sentence of a pipe without a writer, or with the signal's reason.
 */
export async function digestOfFile(
  path: string,
  signal?: AbortSignal,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await ReadableFile.open(path);
  try {
    for await (const chunk of file.chunks(signal)) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    if (!(error instanceof UnusableFileError)) throw error;
    throw new Error(`${clipped(path, 300)} cannot be read: ${error.message}`, { cause: error });
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** What a list of files says of one of them. */
interface ListedFile {
  readonly run: string;
  readonly name: string;
  readonly sha256: string;
}

/** Which of the listed files of a phase of a run are others in a folder, in printable sentences. */
export async function changedFiles(
  directory: string,
  files: readonly ListedFile[],
  { run, phase }: { readonly run: string; readonly phase: string },
  signal?: AbortSignal,
): Promise<string[]> {
  const listed = files.filter((file) => file.run === run && file.name.startsWith(`${phase}.`));
  const reasons: string[] = [];
  for (const name of new Set(listed.map((file) => file.name))) {
    const now = await digestIfThere(join(directory, name), signal);
    // Two runs may be in folders of one name.
    if (listed.some((file) => file.name === name && file.sha256 === now)) continue;
    const what =
      now === undefined ? 'is missing' : `has other bytes than those of the report: SHA-256 ${now}`;
    reasons.push(`${clipped(name, 120)} ${what}`);
  }
  return reasons;
}

/** The SHA-256 of a file's bytes; undefined if there is no file. */
export async function digestIfThere(path: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    return (await digestOfFile(path, signal)).sha256;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
