import { type Analysis, analyze } from '../../core/index.ts';
import { openTrace } from '../../ingest/open-trace.ts';
import type { OpenTraceOptions } from '../../ingest/open-trace.ts';
import type { Problem } from '../../ingest/problem.ts';

/** A trace that was read and checked. */
export interface CheckedTrace {
  /** As the user gave it. */
  readonly path: string;
  readonly analysis: Analysis;
  /** Those of the manifest first, then those of the rows, as far as they are stored. */
  readonly problems: readonly (Omit<Problem, 'kind'> & { readonly kind: Problem['kind'] | 'bad-manifest' })[];
  readonly problemsTotal: number;
}

/** Reads and checks one file. Rejects as `openTrace` does. */
export async function checkTrace(
  path: string,
  options: OpenTraceOptions & { readonly maxFindings: number },
): Promise<CheckedTrace> {
  const { maxFindings, ...reading } = options;
  const trace = await openTrace(path, reading);
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
    analysis: analyze(trace.history, trace.facts, trace.reading, { maxFindings }),
    problems: [...ofManifest, ...trace.problems],
    problemsTotal: ofManifest.length + trace.problemsTotal,
  };
}
