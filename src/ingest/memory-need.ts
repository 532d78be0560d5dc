import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { HistoryBuilder } from '../core/history/builder.ts';
import type { History } from '../core/history/history.ts';
import { count } from '../core/words/numbers.ts';

/** How much memory a trace may take, in bytes. */
export interface MemoryLimits {
  /** Of the machine, or of the group that the process is in. */
  readonly totalBytes: number;
  /** Of the objects of the language, which have a limit of their own. */
  readonly heapBytes: number;
}

/** What would take more memory than it may; `message` is the end of a sentence about the trace. */
export class MemoryError extends Error {
  override readonly name = 'MemoryError';
}

/** The rest is for the system and for other programs. */
const SHARE_OF_MACHINE = 3 / 4;
/** Of the heap's limit, what is for objects that were just made. */
const YOUNG_BYTES = 192 * 2 ** 20;

/** The limits of this thread on this machine. */
export function memoryLimits(): MemoryLimits {
  const { heap_size_limit: limit } = getHeapStatistics();
  const constrained = process.constrainedMemory() || Infinity;
  return {
    totalBytes: SHARE_OF_MACHINE * Math.min(totalmem(), constrained),
    heapBytes: Math.max(limit - YOUNG_BYTES, limit / 8),
  };
}

/** Node itself, and what reading takes however long the trace is. */
const BASE_BYTES = 80e6;
const BASE_HEAP_BYTES = 12e6;
/** What a check holds for each row beside its cells, for each text beside its bytes, and in objects for each key. */
const CHECK_BYTES = { perRow: 60, perText: 30, perKey: 1100, perRowOfKey: 100 };
/** What a file is like shows when this much has been read. */
const SHOWS_AFTER_BYTES = 4 * 2 ** 20;

/**
 * Throws a {@link MemoryError} if all rows of a file together will take more memory than they may, to go by those that were
 * read. `fileBytes` is 0 where the file does not say how long it is: then those that were read count.
 */
export function guardRows(
  { size, bytesPerRow, strings }: HistoryBuilder,
  { totalBytes }: MemoryLimits,
  { bytesRead, fileBytes }: { readonly bytesRead: number; readonly fileBytes: number },
): void {
  const times = fileBytes > 0 && bytesRead >= SHOWS_AFTER_BYTES ? Math.max(1, fileBytes / bytesRead) : 1;
  const ofTexts = strings.byteLength + strings.length * CHECK_BYTES.perText;
  const needed = BASE_BYTES + times * (size * (bytesPerRow + CHECK_BYTES.perRow) + ofTexts);
  if (needed > totalBytes)
    throw new MemoryError(
      `needs about ${memory(needed)} of memory, ${memory(totalBytes)} allowed: check a part of it ` +
        '(such as --where inventory_key=KEY), or use a machine with more memory',
    );
}

/** Throws a {@link MemoryError} if a check of the history will make more objects than the language has memory for. */
export function guardKeys({ size, inventoryKey, strings }: History, { heapBytes }: MemoryLimits): void {
  const { perKey, perRowOfKey } = CHECK_BYTES;
  // Most traces would be small enough if each row were a key.
  if (BASE_HEAP_BYTES + size * (perKey + perRowOfKey) <= heapBytes) return;
  const rows = new Uint32Array(strings.length);
  let [keys, most] = [0, 0];
  for (let row = 0; row < size; row++) {
    const ofKey = ++rows[inventoryKey[row]!]!;
    if (ofKey === 1) keys++;
    if (ofKey > most) most = ofKey;
  }
  const needed = BASE_HEAP_BYTES + keys * perKey + most * perRowOfKey;
  if (needed > heapBytes)
    throw new MemoryError(
      `needs about ${memory(needed)} of memory for ${count(keys)} keys, ${memory(heapBytes)} allowed: allow more with ` +
        `NODE_OPTIONS=--max-old-space-size=${Math.ceil((1.5 * needed) / 2 ** 20)}, or check a part of it`,
    );
}

/** `3.1 GB`, `84 MB`. */
function memory(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${count(bytes / 1e6)} MB`;
}
