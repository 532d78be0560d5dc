import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  analyze,
  type FailedPhase,
  type FileRecord,
  type PhaseName,
  type PhaseRecord,
  PHASES,
  type RunRecord,
  type UnusableFile,
} from '../../core/index.ts';
import { codeOf, messageOf } from '../../core/words/errors.ts';
import { clipped, printable } from '../../core/words/printable.ts';
import { digestOfFile } from '../bytes/file-digest.ts';
import { openTrace, TraceFileError, type OpenedTrace, type OpenTraceOptions } from '../open-trace.ts';
import { TRACE_ENDINGS } from '../sources/formats.ts';
import { problemText } from './members.ts';
import { readMetrics, type MetricsRead } from './metrics.ts';
import { readManifestFile, readRunFile } from './run-file.ts';

/** A folder that cannot be reported on; `message` is a printable sentence that says what to do. */
export class RunDirectoryError extends Error {
  override readonly name = 'RunDirectoryError';
}

export interface ReadRunOptions extends Pick<OpenTraceOptions, 'mapping' | 'otherwise'> {
  readonly maxFindings?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with what is being read and how much of it, from 0 to 1. */
  readonly onProgress?: ((what: string, share: number) => void) | undefined;
}

const MOST_FINDINGS = 1000;
const SHOWN_PROBLEMS = 5;
/** Looked into for a hint. */
const MOST_FOLDERS = 20;
/** In the order in which one is taken where a phase has several. */
const ENDINGS = TRACE_ENDINGS.flatMap((ending) => [ending, `${ending}.gz`]);

/**
 * Reads the phases of a validation from its folder. A phase that was not run is simply absent, one that failed says why; a
 * file that cannot be used is named, and takes nothing else with it.
 * @throws RunDirectoryError if there is no phase at all, or neither a trace that can be read nor a phase that failed
 */
export async function readRunDirectory(path: string, options: ReadRunOptions = {}): Promise<RunRecord> {
  const names = await filesIn(path);
  const traces = phaseTraces(names);
  const failed = await failedPhases(path, names, options.signal);
  if (traces.length + failed.length === 0) throw await noPhase(path);
  const phases: PhaseRecord[] = [];
  const unusable: UnusableFile[] = [];
  for (const { phase, traceName } of traces) {
    const read = await readPhase(path, phase, traceName, options);
    if (read.record !== undefined) phases.push(read.record);
    unusable.push(...read.unusable.map((file) => ({ phase, ...file })));
  }
  if (phases.length + failed.length === 0)
    throw new RunDirectoryError(unusable.map(({ why }) => why).join('; '));
  const owners = [...traces, ...failed].map(({ phase }) => `${phase}.`);
  const own = names.filter((name) => owners.some((owner) => name.startsWith(owner))).sort();
  const files: FileRecord[] = [];
  for (const name of own) files.push(await hashed(path, name, options));
  const name = clipped(basename(resolve(path)), 120);
  return {
    ...{ name, phases, files },
    ...(unusable.length > 0 && { unusable }),
    ...(failed.length > 0 && { failed }),
  };
}

/** The phases that have a manifest among these files and no trace. */
async function failedPhases(
  directory: string,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly FailedPhase[]> {
  const traced = phaseTraces(names).map(({ phase }) => phase);
  const failed: FailedPhase[] = [];
  for (const phase of PHASES) {
    const name = `${phase}.run.json`;
    if (traced.includes(phase) || !names.includes(name)) continue;
    const { members } = await readManifestFile(join(directory, name), signal);
    const { variant, invalid_because: said = [] } = members;
    const because = said.length > 0 ? said.map(printable) : ['Its manifest does not say why.'];
    failed.push({ phase, variant, because });
  }
  return failed;
}

/** The phases that have a trace among these files. */
function phaseTraces(names: readonly string[]): { phase: PhaseName; traceName: string }[] {
  return PHASES.flatMap((phase) => {
    const traceName = ENDINGS.map((ending) => `${phase}.trace.${ending}`).find((name) =>
      names.includes(name),
    );
    return traceName === undefined ? [] : [{ phase, traceName }];
  });
}

/** `race-trace run all` makes a folder with a folder of either service in it, and the outer one is easily named. */
async function noPhase(path: string): Promise<RunDirectoryError> {
  const folders = (await entriesIn(path)).filter((entry) => entry.isDirectory()).slice(0, MOST_FOLDERS);
  const runs: string[] = [];
  for (const { name } of folders)
    // A folder that may not be read is no hint.
    if (phaseTraces(await filesIn(join(path, name)).catch(() => [])).length > 0) runs.push(name);
  return new RunDirectoryError(
    `${clipped(path, 300)} has no phase of a validation: expected at least one of ${PHASES.join('.trace.csv, ')}.trace.csv; ` +
      (runs.length === 0
        ? '`race-trace run PHASE --out DIR` writes them'
        : `its folders have: name one of them, ${runs
            .sort()
            .map((name) => clipped(join(path, name), 300))
            .join(' or ')}`),
  );
}

async function filesIn(path: string): Promise<readonly string[]> {
  return (await entriesIn(path)).filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function entriesIn(path: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    const shown = clipped(path, 300);
    switch (codeOf(error)) {
      case 'ENOENT':
        throw new RunDirectoryError(`there is no folder ${shown}`);
      case 'ENOTDIR':
        throw new RunDirectoryError(`${shown} is a file; name the folder of the run that it belongs to`);
      default:
        throw new RunDirectoryError(
          `${shown} cannot be read (${clipped(codeOf(error) ?? String(error), 100)})`,
        );
    }
  }
}

async function readPhase(
  directory: string,
  phase: PhaseName,
  traceName: string,
  options: ReadRunOptions,
): Promise<PhaseRead> {
  const { mapping, otherwise, signal, maxFindings = MOST_FINDINGS } = options;
  let trace: OpenedTrace;
  try {
    trace = await openTrace(join(directory, traceName), {
      mapping,
      otherwise,
      signal,
      onProgress: (read, size) => options.onProgress?.(`reading ${phase}`, size === 0 ? 0 : read / size),
    });
  } catch (error) {
    if (!(error instanceof TraceFileError)) throw error;
    return { record: undefined, unusable: [{ name: traceName, why: error.message }] };
  }
  const problems = [
    ...trace.manifestProblems.map((problem) => `manifest, ${problemText(problem)}`),
    ...trace.problems.map(({ line, message }) => (line > 0 ? `line ${line}: ${message}` : message)),
  ];
  const measured = await metricsOf(directory, phase, signal);
  const record = {
    phase,
    traceName,
    analysis: analyze(trace.history, trace.facts, trace.reading, { maxFindings }),
    problems: problems.slice(0, SHOWN_PROBLEMS).map((problem) => clipped(problem, 300)),
    problemsTotal: trace.manifestProblems.length + trace.problemsTotal,
    metrics: measured.metrics,
    plays: measured.plays,
    workload: trace.manifest.workload,
    setup: trace.manifest,
  };
  const [wrong, ...others] = trace.manifestProblems;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  const manifest =
    wrong === undefined ? [] : [{ name: `${phase}.run.json`, why: `${problemText(wrong)}${more}` }];
  return { record, unusable: [...manifest, ...measured.unusable] };
}

/** A phase; undefined if its trace cannot be read. */
interface PhaseRead {
  readonly record: PhaseRecord | undefined;
  readonly unusable: readonly Omit<UnusableFile, 'phase'>[];
}

/** What was measured in a phase; nothing if there is no such file, or it cannot be used. */
async function metricsOf(
  directory: string,
  phase: PhaseName,
  signal: AbortSignal | undefined,
): Promise<MetricsRead & Pick<PhaseRead, 'unusable'>> {
  const name = `${phase}.metrics.json`;
  try {
    const text = await readRunFile(join(directory, name), signal);
    return { ...(text !== undefined && readMetrics(text)), unusable: [] };
  } catch (error) {
    signal?.throwIfAborted();
    const why = messageOf(error);
    return { unusable: [{ name, why: clipped(why, 300) }] };
  }
}

async function hashed(directory: string, name: string, options: ReadRunOptions): Promise<FileRecord> {
  options.onProgress?.(`hashing ${clipped(name, 60)}`, 0);
  return { name: clipped(name, 120), ...(await digestOfFile(join(directory, name), options.signal)) };
}
