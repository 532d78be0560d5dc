import { writeFileSync } from 'node:fs';

/** Writes a file of a run. @throws Error of the file system that has the `path`, which it does not say of a full disk */
export function writeText(path: string, text: string, mode = 0o666): void {
  try {
    writeFileSync(path, text, { mode });
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
}
