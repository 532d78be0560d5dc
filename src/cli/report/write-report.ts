import { hash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DecisionName } from '../../core/index.ts';
import { ownSourceLine } from '../../ingest/own-source.ts';
import { readReportSources, type ReportPlaces } from '../../ingest/run-files/report-sources.ts';
import { formsOf, REPORT_FORMATS, type ReportFormat } from '../../report/forms.ts';
import type { Report } from '../../report/model/model.ts';
import { writeWhole } from '../output/write-whole.ts';
import { OWN_ROOT } from '../own-root.ts';
import { workloadHash } from '../workload-hash.ts';

/** What a report is made of besides the folder of the run, which of its files are written, and where. */
export interface ReportOptions extends Omit<ReportPlaces, 'directory'> {
  /** The user's own column names, by the format's names. */
  readonly columnMap?: ReadonlyMap<string, string> | undefined;
  /** All unless told. */
  readonly formats?: readonly ReportFormat[] | undefined;
  /** Folder for the report; that of the run unless told. It is made where there is none. */
  readonly out?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((what: string, share: number) => void) | undefined;
}

/** A report that has been written. */
export interface WrittenReport {
  readonly decision: DecisionName;
  /** Of the files, in the order of the formats. */
  readonly paths: readonly string[];
  readonly report: Report;
  /** The text of `report.json`; its certificates take a while. */
  readonly json: () => string;
}

/**
 * Makes the report of a validation's folder and writes its files, each old or new and never half; those that are withheld
 * are removed. @throws RunDirectoryError if a folder or a file in it cannot be used
 */
export async function writeReport(directory: string, options: ReportOptions = {}): Promise<WrittenReport> {
  const { formats = REPORT_FORMATS, out = directory, columnMap, signal, onProgress } = options;
  const mapping = columnMap && { columns: columnMap };
  const sources = await readReportSources({ ...options, directory }, { mapping, signal, onProgress });
  const sourceOf = (site: string) => ownSourceLine(OWN_ROOT, site);
  const { report, files, withheld, json } = formsOf(
    { ...sources, columnMap, sourceOf, hashOf: workloadHash },
    (text, encoding) => hash('sha256', text, encoding),
  );
  signal?.throwIfAborted();
  mkdirSync(out, { recursive: true });
  if (formats.includes('rules')) for (const name of withheld) rmSync(join(out, name), { force: true });
  const paths: string[] = [];
  for (const { name, text } of files.filter(({ format }) => formats.includes(format))) {
    const path = join(out, name);
    await writeWhole(path, text());
    paths.push(path);
  }
  return { decision: report.decision.decision, paths, report, json };
}
