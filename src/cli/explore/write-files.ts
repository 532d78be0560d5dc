import { join, parse } from 'node:path';
import { certificateOf } from '../../explore/outcome/certificate.ts';
import type { Exploration } from '../../explore/outcome/exploration.ts';
import type { Subject } from '../../explore/outcome/subject.ts';
import { failureTrace, usualResult } from '../../explore/outcome/trace.ts';
import { writeWhole } from '../output/write-whole.ts';

/** Paths of what was written. */
export interface FoundFiles {
  readonly certificate: string;
  /** A trace per failure that was recorded, in their order. */
  readonly traces: readonly string[];
}

const CERTIFICATE = 'exploration.json';

/**
 * Writes the certificate and a trace per failure, each with its manifest, into a folder.
 * @param isNameEnough whether a schedule is played again without other flags than what names the subject
 */
export async function writeFound(
  exploration: Exploration,
  subject: Subject,
  folder: string,
  isNameEnough: boolean,
): Promise<FoundFiles> {
  const { clients, failures } = exploration;
  const { kind, name: subjectName } = subject;
  const explored = isNameEnough ? { kind, name: subjectName } : { kind };
  const key = parse(subject.name).name;
  const digits = String(failures.length).length;
  const traces: string[] = [];
  for (const [index, failure] of failures.entries()) {
    const name = `failure-${String(index + 1).padStart(digits, '0')}`;
    const { csv, manifest } = failureTrace(failure, {
      clients,
      key,
      explored,
      hasTimes: subject.kind === 'service',
      resultOf: subject.resultOf ?? usualResult,
    });
    // The manifest first: who finds a trace finds it whole.
    await writeWhole(join(folder, `${name}.run.json`), `${JSON.stringify(manifest, null, 2)}\n`);
    const path = join(folder, `${name}.trace.csv`);
    await writeWhole(path, csv);
    traces.push(path);
  }
  const certificate = join(folder, CERTIFICATE);
  await writeWhole(certificate, `${JSON.stringify(certificateOf(exploration, subject))}\n`);
  return { certificate, traces };
}
