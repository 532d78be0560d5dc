import { type Analysis, analyze } from '../../core/index.ts';
import { openTogether } from '../../ingest/open-together.ts';
import { openTrace } from '../../ingest/open-trace.ts';
import type { OpenedTrace, OpenTraceOptions } from '../../ingest/open-trace.ts';
import type { InferredSites } from './inferred-sites.ts';
import type { Problem } from '../../ingest/problem.ts';

/** A trace that was read and checked. */
export interface CheckedTrace {
  /** As the user gave it; of several files as one history, the first and how many there are. */
  readonly path: string;
  readonly analysis: Analysis;
  /** The config file by which it was read; undefined if none speaks of it. */
  readonly config?: string | undefined;
  /** Those of the manifest first, then those of the rows, as far as they are stored. */
  readonly problems: readonly (Omit<Problem, 'kind'> & { readonly kind: Problem['kind'] | 'bad-manifest' })[];
  readonly problemsTotal: number;
  /** Of what the trace has no line for; undefined where no sources were searched. */
  readonly inferred?: InferredSites | undefined;
}

/** How a trace is read and checked. */
export type CheckTraceOptions = OpenTraceOptions & { readonly maxFindings: number };

/** Reads and checks one file. Rejects as `openTrace` does. */
export async function checkTrace(path: string, options: CheckTraceOptions): Promise<CheckedTrace> {
  const { maxFindings, ...reading } = options;
  return checked(path, await openTrace(path, reading), maxFindings);
}

/** Reads several files as one history and checks it. Rejects as `openTogether` does. */
export async function checkTogether(
  paths: readonly [string, ...string[]],
  options: CheckTraceOptions,
): Promise<CheckedTrace> {
  const { maxFindings, ...reading } = options;
  const name = paths.length === 1 ? paths[0] : `${paths[0]} and ${paths.length - 1} more as one history`;
  return checked(name, await openTogether(paths, reading), maxFindings);
}

function checked(path: string, trace: OpenedTrace, maxFindings: number): CheckedTrace {
  const ofManifest = trace.manifestProblems.map(({ field, message }) => ({
    line: 0,
    byteOffset: 0,
    column: field,
    kind: 'bad-manifest' as const,
    message: `in the run manifest: ${message}`,
    excerpt: '',
  }));
  return {
    path,
    config: trace.config,
    analysis: analyze(trace.history, trace.facts, trace.reading, { maxFindings }),
    problems: [...ofManifest, ...trace.problems],
    problemsTotal: ofManifest.length + trace.problemsTotal,
  };
}
