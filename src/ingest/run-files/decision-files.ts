import { hash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { type CanaryEvidence, type Criteria, type DecisionFile, DEFAULT_CRITERIA } from '../../core/index.ts';
import { codeOf, messageOf } from '../../core/words/errors.ts';
import { clipped } from '../../core/words/printable.ts';
import { readSmallFile } from '../bytes/file-bytes.ts';
import { parseJson } from '../json/json-file.ts';
import { RunDirectoryError } from './run-directory.ts';
import type { Parsed } from './by-hand.ts';
import { parseCanary } from './canary.ts';
import { parseCriteria } from './criteria.ts';
import { problemText } from './members.ts';

/** What a decision is made by besides the runs. */
export interface DecisionFiles {
  readonly criteria: Criteria;
  readonly canary: CanaryEvidence | undefined;
  /** The files that these were read from, each with its hash. */
  readonly decisionFiles: readonly DecisionFile[];
}

const LARGEST_BYTES = 1024 * 1024;

/**
 * The criteria and the canary's record: from the files that are named, else from `race-criteria.json` and
 * `race-canary.json` in the folder of the run, if there is one and they are there; else the default criteria and no canary.
 * @throws RunDirectoryError that says all that is wrong with a file
 */
export async function readDecisionFiles(
  directory: string | undefined,
  named: {
    readonly criteria?: string | undefined;
    readonly canary?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<DecisionFiles> {
  const usual = (name: string) => (directory === undefined ? undefined : join(directory, name));
  const { signal } = named;
  const criteria = await readParsed(named.criteria, usual('race-criteria.json'), parseCriteria, signal);
  const canary = await readParsed(named.canary, usual('race-canary.json'), parseCanary, signal);
  return {
    criteria: criteria?.value ?? DEFAULT_CRITERIA,
    canary: canary?.value,
    decisionFiles: [
      ...(criteria === undefined ? [] : [{ is: 'criteria', ...criteria.file } as const]),
      ...(canary === undefined ? [] : [{ is: 'canary', ...canary.file } as const]),
    ],
  };
}

interface ReadFile<T> {
  readonly value: T;
  readonly file: Omit<DecisionFile, 'is'>;
}

async function readParsed<T>(
  named: string | undefined,
  usual: string | undefined,
  parse: (value: unknown) => Parsed<T>,
  signal: AbortSignal | undefined,
): Promise<ReadFile<T> | undefined> {
  const path = named ?? usual;
  if (path === undefined) return undefined;
  const shown = clipped(path, 300);
  let bytes: Buffer;
  let value: unknown;
  try {
    bytes = await readSmallFile(path, LARGEST_BYTES, signal);
    value = parseJson(bytes.toString('utf8'));
  } catch (error) {
    signal?.throwIfAborted();
    if (named === undefined && codeOf(error) === 'ENOENT') return undefined;
    throw new RunDirectoryError(`${shown} cannot be used: ${clipped(messageOf(error), 200)}`, {
      cause: error,
    });
  }
  const parsed = parse(value);
  if (parsed.problems === undefined) {
    const sha256 = hash('sha256', bytes);
    const besides = usual === undefined || resolve(path) !== resolve(usual);
    const file = { name: clipped(basename(path), 120), bytes: bytes.length, sha256, besides };
    return { value: parsed.value, file };
  }
  const problems = parsed.problems.map(problemText).join('. ');
  throw new RunDirectoryError(`${shown} cannot be used. ${clipped(problems, 1000)}`);
}
