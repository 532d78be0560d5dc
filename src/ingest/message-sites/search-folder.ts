import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import type { MessageSites } from './message-sites.ts';
import { LARGEST_SOURCE_BYTES, MOST_SOURCES, NOT_SEARCHED, SOURCE_ENDINGS } from './source-files.ts';

/**
 * Searches the sources in a folder; a file is known by its path, which begins with that of the folder. Resolves with whether
 * there were more than it looks into. Rejects as the file system does, and with the signal's reason.
 */
export async function searchFolder(
  search: MessageSites<string>,
  root: string,
  signal: AbortSignal,
): Promise<{ readonly isCut: boolean }> {
  let looked = 0;
  for await (const path of sourcesIn(root)) {
    signal.throwIfAborted();
    if (++looked > MOST_SOURCES) return { isCut: true };
    if ((await stat(path)).size <= LARGEST_SOURCE_BYTES)
      search.add(path, relative(root, path), await readFile(path, 'utf8'));
  }
  return { isCut: false };
}

/** The sources in a folder and those in it, in the order of their names; links are not followed. */
async function* sourcesIn(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!NOT_SEARCHED.includes(entry.name)) yield* sourcesIn(path);
    } else if (entry.isFile() && SOURCE_ENDINGS.includes(extname(entry.name).slice(1))) yield path;
  }
}
