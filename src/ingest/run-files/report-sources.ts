import type { RunRecord } from '../../core/index.ts';
import { readDecisionFiles, type DecisionFiles } from './decision-files.ts';
import { readRunDirectory, type ReadRunOptions } from './run-directory.ts';

/** What a report is made of, by its place; a file that is not named may lie in the folder of the run. */
export interface ReportPlaces {
  /** Folder of the run. */
  readonly directory: string;
  /** Folder of the run that it is held against. */
  readonly baseline?: string | undefined;
  /** File of the criteria; else `race-criteria.json` in the folder, else the default ones. */
  readonly criteria?: string | undefined;
  /** File of the canary's record; else `race-canary.json` in the folder. */
  readonly canary?: string | undefined;
}

/** What a report is made of. */
export interface ReportSources extends DecisionFiles {
  readonly run: RunRecord;
  readonly before: RunRecord | undefined;
}

/** Reads all that a report is made of. @throws RunDirectoryError if a folder or a file in it cannot be used */
export async function readReportSources(
  { directory, baseline, criteria, canary }: ReportPlaces,
  options: ReadRunOptions,
): Promise<ReportSources> {
  const run = await readRunDirectory(directory, options);
  const before = baseline === undefined ? undefined : await readRunDirectory(baseline, options);
  const { signal } = options;
  return { run, before, ...(await readDecisionFiles(directory, { criteria, canary, signal })) };
}
