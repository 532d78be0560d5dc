import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { HELD, RACED, validation } from './synthetic-validation.ts';

/** The phases of a service that holds. */
export const HOLDS = { baseline: HELD, reproduce: HELD, retest: HELD, fault: HELD } as const;

/** Pairs of every key in a load that is quick to read, for tests that do not need a scaled one. */
export const SMALL_LOAD = 30;

/** Paths of a folder and of the two validations in it. */
export interface TwoValidations {
  readonly folder: string;
  /** Of a service that races in all but its baseline. */
  readonly unsafe: string;
  /** Of the one that holds. */
  readonly conditional: string;
}

/**
 * Writes both validations into a folder of their own, which is gone when the tests of the file have ended.
 * @param loadedPairs pairs of every key in their loads, as many as a scaled load has unless told
 */
export function twoValidations(loadedPairs?: number): TwoValidations {
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-validations-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const [unsafe, conditional] = [join(folder, 'unsafe'), join(folder, 'conditional')];
  validation(unsafe, 'unsafe', { baseline: HELD, reproduce: RACED, load: RACED, fault: RACED }, loadedPairs);
  validation(conditional, 'conditional', HOLDS, loadedPairs);
  return { folder, unsafe, conditional };
}
