import { type Analysis, explain, fileOf, type Finding, findingSite } from '../../core/index.ts';
import { NotATraceError } from '../../ingest/open-trace.ts';
import type { TraceFileError } from '../../ingest/open-trace.ts';
import type { CheckedTrace } from './checked-trace.ts';
import { inferredJson, type InferredSites } from './inferred-sites.ts';

/** The value of `format` in what `check --format json` prints. */
const CHECK_FORMAT = 'race-trace-check/1';

/** What `check --format json` prints of one file. */
export function checkJson({
  analysis,
  config,
  problems,
  problemsTotal,
  inferred,
}: CheckedTrace): Record<string, unknown> {
  const { accepted, rejected, blank, skipped = 0, leftOut = {}, loosely = {} } = analysis.reading;
  return {
    format: CHECK_FORMAT,
    verdict: analysis.verdict,
    ...(config !== undefined && { config }),
    unknown_because: analysis.unknownBecause,
    not_checked: analysis.notChecked,
    rows: { accepted, rejected, blank, skipped, repeated: analysis.repeatedRows },
    skipped_by: leftOut,
    read_loosely: loosely,
    problems: {
      total: problemsTotal,
      stored: problems.map(({ byteOffset, ...problem }) => ({ ...problem, byte_offset: byteOffset })),
    },
    ...(analysis.history.files.length > 0 && { files: analysis.history.files.map(({ name }) => name) }),
    keys: analysis.keys.length,
    counts: analysis.counts,
    findings: findingsJson(analysis, analysis.findings, inferred),
    possible: findingsJson(analysis, analysis.possible, inferred),
    ledger: ledgerJson(analysis),
    metrics: metricsJson(analysis),
    mechanism: analysis.mechanism,
  };
}

/** What stands for a file that could not be read, or was read and is no trace. */
export function unreadableJson(error: TraceFileError): Record<string, unknown> {
  const { kind, message } = error;
  if (!(error instanceof NotATraceError)) return { format: CHECK_FORMAT, error: { kind, message } };
  const { columns, missing, nearest } = error.reading;
  return {
    format: CHECK_FORMAT,
    verdict: 'unknown',
    unknown_because: [message],
    error: { kind, message, columns, missing, nearest: Object.fromEntries(nearest) },
  };
}

function findingsJson(
  analysis: Analysis,
  findings: readonly (Finding & { readonly hangsOn?: string })[],
  inferred: InferredSites | undefined,
): unknown {
  const { strings, line, files } = analysis.history;
  return findings.map((finding) => ({
    code: finding.code,
    level: finding.level,
    key: strings.at(finding.key) ?? '',
    rows: finding.rows.map((row) => line[row]),
    ...(files.length > 0 && { files: finding.rows.map((row) => fileOf(analysis.history, row)) }),
    message: explain(finding, analysis),
    site: findingSite(finding, analysis) ?? null,
    inferred: inferredJson(finding, analysis, inferred),
    ...(finding.hangsOn !== undefined && { hangs_on: finding.hangsOn }),
  }));
}

function ledgerJson({ ledger }: Analysis): unknown {
  return {
    confirmed: ledger.confirmed,
    initial: ledger.initial ?? null,
    remaining: ledger.remaining ?? null,
    mismatch: ledger.mismatch ?? null,
    by: ledger.by,
    undecided: ledger.undecided,
    unexplained: ledger.unexplained,
    confirmed_twice: ledger.confirmedTwice,
    excess_units: ledger.excessUnits,
  };
}

/** Milliseconds and shares; null where the trace has no such column. */
function metricsJson({ metrics }: Analysis): unknown {
  return {
    latency_ms: metrics.latencyMs,
    queue_delay_ms: metrics.queueDelayMs,
    conflict_rate: metrics.conflictRate,
    timeout_rate: metrics.timeoutRate,
    retries_per_request: metrics.retriesPerRequest,
    attempts_per_request: metrics.attemptsPerRequest,
  };
}
