import {
  type Analysis,
  attemptDetails,
  type AttemptDetails,
  codePath,
  type CodePath,
  FINDING_CODES,
  findingAt,
  type FindingList,
  findingList,
  findingRows,
  type FindingRow,
  type FindingStep,
  findingSteps,
  focusOf,
  focusOfRow,
  indexKey,
  interleavingText,
  keyList,
  type KeyList,
  type LaneRequest,
  type LaneSlice,
  laneSlice,
  levelOf,
  type Matches,
  matchesOf,
  nextMatch,
  type Overview,
  overview,
  type Replay,
  replayOf,
  stepSource,
  type StepSource,
  summarize,
  type TraceSummary,
} from '../../core/index.ts';
import type { FromWebview, ToWebview } from '../../protocol.ts';
import type { OpenedTrace } from '../../ingest/open-trace.ts';
import { siteProblems, type SiteProblem } from './site-problems.ts';
import type { Axis, Step } from '../../core/words/terms.ts';

/** A trace that has been read and analysed, in the thread that can be asked about it. */
export interface AnalyzedTrace {
  readonly name: string;
  readonly read: OpenedTrace;
  readonly analysis: Analysis;
  /** How many findings the user wants to have listed beside the swimlane, which walks all. */
  readonly maxFindings: number;
}

/** The lists of a webview, as far as the filter lets through. */
interface Lists {
  readonly keys: KeyList;
  readonly findings: FindingList;
}

/** A finding as the webview shows it; the text of the source is put in by the host, which can read it. */
export interface SelectedFinding {
  readonly keyId: number;
  readonly focus: readonly [number, number];
  readonly codePath: CodePath;
}

/** As many rows as a list of the webview takes; the counts in it are of all. */
const KEYS_LISTED = 1000;
/** What is seen at first; those further down are asked for. */
const FINDINGS_LISTED = 300;
/** Wide enough for any screen. */
const OVERVIEW_BINS = 1024;
/** Problems of reading that are shown; the count is of all. */
const SHOWN_PROBLEMS = 20;

/** Every question that a trace can be asked: a function of the trace and one argument, which throws on an unknown id. */
const QUERIES = {
  /** What a webview starts with. */
  opened: (trace: AnalyzedTrace): Lists & { summary: TraceSummary; overview: Overview } => ({
    summary: summaryOf(trace),
    ...listsOf(trace, ''),
    overview: overview(trace.analysis, OVERVIEW_BINS),
  }),

  filtered: (trace: AnalyzedTrace, text: string): Lists & { matches: Matches } => ({
    ...listsOf(trace, text),
    matches: matchesOf(trace.analysis, text, OVERVIEW_BINS),
  }),

  /** The rows of some findings. */
  listed: ({ analysis }: AnalyzedTrace, ids: readonly number[]): readonly FindingRow[] =>
    findingRows(analysis, ids),

  /** The next attempt that fits a filter, and where it lies. */
  sought: (
    { analysis }: AnalyzedTrace,
    { text, row, by, axis }: Omit<Extract<FromWebview, { type: 'seek' }>, 'type'>,
  ): Extract<ToWebview, { type: 'sought' }>['match'] => {
    const match = nextMatch(analysis, text, row ?? undefined, by);
    const focus = match && focusOfRow(analysis, match.row, axis);
    return match && focus ? { ...match, ...focus } : null;
  },

  lanes: ({ analysis }: AnalyzedTrace, request: LaneRequest): LaneSlice => {
    if (!analysis.keys.some(({ key }) => key === request.keyId))
      throw new Error(`There is no inventory key ${request.keyId}.`);
    return laneSlice(indexKey(analysis, request.keyId, request.laneBy, request.axis), request);
  },

  selection: ({ analysis }: AnalyzedTrace, wanted: { findingId: number; axis: Axis }): SelectedFinding => ({
    ...known(focusOf(analysis, wanted.findingId, wanted.axis), 'finding', wanted.findingId),
    codePath: known(codePath(analysis, wanted.findingId), 'finding', wanted.findingId),
  }),

  /** The steps of a finding with their sites as the trace writes them, for opening and marking the source. */
  steps: ({ analysis }: AnalyzedTrace, findingId: number): readonly FindingStep[] => {
    known(findingAt(analysis, findingId), 'finding', findingId);
    return findingSteps(analysis, findingId);
  },

  /** How the line of one step of one attempt is found. */
  markSource: ({ analysis }: AnalyzedTrace, mark: { row: number; step: Step }): StepSource => {
    if (mark.row >= analysis.history.size) throw new Error(`There is no attempt ${mark.row}.`);
    return stepSource(analysis, mark.row, mark.step);
  },

  details: ({ analysis }: AnalyzedTrace, row: number): AttemptDetails =>
    known(attemptDetails(analysis, row), 'attempt', row),

  /** How a finding's order is played again; undefined where it cannot be. */
  replay: ({ analysis }: AnalyzedTrace, findingId: number): Replay | undefined =>
    replayOf(analysis, findingId),

  /** The code path as plain text. */
  text: ({ analysis }: AnalyzedTrace, findingId: number): string =>
    interleavingText(known(codePath(analysis, findingId), 'finding', findingId)),

  /** What the views beside the editor show; `errors` counts all of them, listed or not. */
  findings: (trace: AnalyzedTrace): { summary: TraceSummary; findings: FindingList; errors: number } => ({
    summary: summaryOf(trace),
    findings: findingList(trace.analysis, '', trace.maxFindings),
    errors: FINDING_CODES.filter((code) => levelOf(code) === 'error').reduce(
      (sum, code) => sum + trace.analysis.counts[code],
      0,
    ),
  }),

  problems: ({ analysis, maxFindings }: AnalyzedTrace): readonly SiteProblem[] =>
    siteProblems(analysis, maxFindings),
} as const;

type Queries = typeof QUERIES;
export type QueryName = keyof Queries;
/** What the query takes besides the trace; undefined if nothing. */
export type Argument<Q extends QueryName> = Parameters<Queries[Q]>[1];
export type QueryResult<Q extends QueryName> = ReturnType<Queries[Q]>;

/** Answers a question by its name; the asking side has typed name and argument by the same table. */
export function answerQuery(trace: AnalyzedTrace, query: QueryName, argument: unknown): unknown {
  return (QUERIES[query] as (trace: AnalyzedTrace, argument: unknown) => unknown)(trace, argument);
}

function summaryOf({ name, read, analysis }: AnalyzedTrace): TraceSummary {
  const problems = [
    ...read.manifestProblems.map(({ field, message }) =>
      field === '' ? `Manifest: ${message}` : `Manifest, ${field}: ${message}`,
    ),
    ...read.problems.map(({ line, message }) => (line > 0 ? `Line ${line}: ${message}` : message)),
  ];
  const total = read.manifestProblems.length + read.problemsTotal;
  return summarize(analysis, name, problems.slice(0, SHOWN_PROBLEMS), total);
}

function listsOf({ analysis }: AnalyzedTrace, filter: string): Lists {
  return {
    keys: keyList(analysis, filter, KEYS_LISTED),
    findings: findingList(analysis, filter, FINDINGS_LISTED),
  };
}

function known<T>(value: T | undefined, what: string, id: number): T {
  if (value === undefined) throw new Error(`There is no ${what} ${id}.`);
  return value;
}
