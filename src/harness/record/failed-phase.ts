import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../../core/words/errors.ts';
import type { PartialManifest } from '../../ingest/run-files/manifest-schema.ts';
import { writeManifest } from './manifest.ts';

/** A phase that failed, and why, as one whole sentence. */
export interface FailedPhase {
  readonly phase: string;
  readonly variant: string;
  readonly why: string;
}

/**
 * Writes down in the manifest of a phase that it failed, so that a reader of its folder knows why there is no trace, or no
 * whole one. What the phase itself has written into its manifest stays.
 */
export function recordFailure(directory: string, { phase, variant, why }: FailedPhase): void {
  const path = join(directory, `${phase}.run.json`);
  const begun = writtenIn(path) ?? { format: 'race-trace/1', phase, variant };
  writeManifest(path, { ...begun, invalid_because: [...(begun.invalid_because ?? []), why] });
}

/** What the phase had written before it failed; undefined if nothing. */
function writtenIn(path: string): PartialManifest | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as PartialManifest;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
