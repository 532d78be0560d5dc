import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../../core/words/errors.ts';

const CHUNK_BYTES = 256 * 1024;
const LOOK_AGAIN_MS = 10;
/** A program that is started beside this one opens its end of a pipe at once. */
const WRITER_WITHIN_MS = 3000;

/** A file that can be opened and not be used; `message` is the end of a sentence about it. */
export class UnusableFileError extends Error {
  override readonly name = 'UnusableFileError';
}

/**
 * A file that is open for reading. No call of it blocks a thread, whatever the file is: one that waits for the writer of a
 * pipe could not be interrupted, and would keep the process from ending.
 */
export class ReadableFile {
  readonly #file: FileHandle;
  readonly #isPipe: boolean;
  /** Bytes that the file has when it is opened; undefined for a pipe or a device. */
  readonly bytes: number | undefined;

  private constructor(file: FileHandle, bytes: number | undefined, isPipe: boolean) {
    this.#file = file;
    this.bytes = bytes;
    this.#isPipe = isPipe;
  }

  /** Opens a file. Rejects as the file system does, of a folder with the code EISDIR. */
  static async open(path: string): Promise<ReadableFile> {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
      // Writers open files too; what is said of a failure goes by this.
      throw Object.assign(error as Error, { syscall: 'read' });
    });
    const about = await file.stat();
    if (!about.isDirectory())
      return new ReadableFile(file, about.isFile() ? about.size : undefined, about.isFIFO());
    await file.close();
    const isFolder = { code: 'EISDIR', errno: -21, syscall: 'read', path };
    throw Object.assign(new Error('EISDIR: illegal operation on a directory, read'), isFolder);
  }

  /**
   * What the file had when it was opened: what a writer adds meanwhile is not half of it. A pipe or a device is read to its
   * end. Throws as the file system does, an {@link UnusableFileError} of a pipe that has no writer, or the signal's reason.
   */
  async *chunks(signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const until = performance.now() + WRITER_WITHIN_MS;
    let hasBegun = !this.#isPipe;
    for (let left = this.bytes ?? Infinity; left > 0;) {
      signal?.throwIfAborted();
      const chunk = await this.#next(Math.min(CHUNK_BYTES, left));
      if (chunk === undefined || (chunk.length === 0 && !hasBegun)) {
        hasBegun ||= chunk === undefined;
        if (!hasBegun && performance.now() > until)
          throw new UnusableFileError('it is a pipe, and no program writes into it');
        await sleep(LOOK_AGAIN_MS);
        continue;
      }
      if (chunk.length === 0) return;
      hasBegun = true;
      left -= chunk.length;
      yield chunk;
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** The next bytes; none at the end and of a pipe without a writer, undefined where a writer has not written more yet. */
  async #next(most: number): Promise<Uint8Array | undefined> {
    const buffer = Buffer.allocUnsafe(most);
    try {
      const { bytesRead } = await this.#file.read(buffer, 0, most, null);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      if (codeOf(error) === 'EAGAIN') return undefined;
      throw error;
    }
  }
}

/**
 * The bytes of a file that is small beside a trace.
 * Rejects as {@link ReadableFile} does, and with an {@link UnusableFileError} of a larger file
 */
export async function readSmallFile(
  path: string,
  largestBytes: number,
  signal?: AbortSignal,
): Promise<Buffer> {
  const file = await ReadableFile.open(path);
  try {
    const tooLarge = () => new UnusableFileError(`it has more than ${largestBytes} bytes`);
    if ((file.bytes ?? 0) > largestBytes) throw tooLarge();
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of file.chunks(signal)) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > largestBytes) throw tooLarge();
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}
