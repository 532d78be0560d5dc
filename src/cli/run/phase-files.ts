import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PHASES } from '../../core/index.ts';

/** What a phase and a report write into the folder of a validation. */
const TRACE = new RegExp(`^(?:${PHASES.join('|')})\\.trace\\.`);
const MANIFEST = new RegExp(`^(?:${PHASES.join('|')})\\.run\\.json$`);
const WRITTEN = new RegExp(
  `^(?:(?:${PHASES.join('|')})\\.(?:trace\\..+|run\\.json|metrics\\.json|hlog)|report\\.(?:html|md|json)|alerts\\.(?:rules|test)\\.yml)$`,
);

/** Whether a folder has the trace of a phase. */
export function hasTrace(directory: string): boolean {
  return filesIn(directory).some((name) => TRACE.test(name));
}

/** Whether a folder has the trace of a phase, or a manifest that says why there is none. */
export function hasPhase(directory: string): boolean {
  return filesIn(directory).some((name) => TRACE.test(name) || MANIFEST.test(name));
}

/** Removes what runs that began before a moment, in milliseconds since 1970, have written into a folder. */
export function removeOlder(directory: string, momentMs: number): void {
  for (const name of filesIn(directory)) {
    const path = join(directory, name);
    if (WRITTEN.test(name) && statSync(path).mtimeMs < momentMs) rmSync(path, { force: true });
  }
}

function filesIn(directory: string): readonly string[] {
  const entries = readdirSync(directory, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
