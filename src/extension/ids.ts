/** Every id that package.json contributes or a `when` clause names, once. A test holds the two together, both ways. */

/** Commands of the palette, menus and keys. */
export const COMMAND = {
  runReproducer: 'raceTrace.runReproducer',
  runPhase: 'raceTrace.runPhase',
  sendAtOnce: 'raceTrace.sendAtOnce',
  exploreInterleavings: 'raceTrace.exploreInterleavings',
  startTap: 'raceTrace.startTap',
  openSample: 'raceTrace.openSample',
  openSwimlane: 'raceTrace.openSwimlane',
  openTogether: 'raceTrace.openTogether',
  compare: 'raceTrace.compare',
  openAsText: 'raceTrace.openAsText',
  mapColumns: 'raceTrace.mapColumns',
  nextConflict: 'raceTrace.nextConflict',
  previousConflict: 'raceTrace.previousConflict',
  showFindings: 'raceTrace.showFindings',
  createReport: 'raceTrace.createReport',
  groupByCode: 'raceTrace.groupByCode',
  groupByKey: 'raceTrace.groupByKey',
} as const;

/** Commands of this extension's own tree, status bar, CodeLens and quick fixes; not contributed, so that the palette does not list them. */
export const INTERNAL_COMMAND = {
  revealFinding: 'raceTrace.revealFinding',
  replayFinding: 'raceTrace.replayFinding',
  copyFinding: 'raceTrace.copyFinding',
  showRun: 'raceTrace.showRun',
} as const;

/** Custom editors: the default of `*.trace.*`, and the one on offer for any CSV or NDJSON file. */
export const VIEW_TYPE = { trace: 'raceTrace.swimlane', any: 'raceTrace.swimlaneForAny' } as const;

/** The panel of a validation report. */
export const REPORT_VIEW_TYPE = 'raceTrace.report';

export const VIEW_CONTAINER = 'raceTrace';
export const VIEW = { findings: 'raceTrace.findings' } as const;
export const TASK_TYPE = 'raceTrace';
export const PROBLEM_MATCHER = 'race-trace';
/** Whose the Problems of an open trace are. A task clears those of its matcher's owner, which so is another one. */
export const DIAGNOSTICS_OWNER = 'raceTrace';
/** What stands behind each of them. */
export const DIAGNOSTICS_SOURCE = 'Race Trace';

/** Settings, by the part after `raceTrace.`. */
export const CONFIGURATION = 'raceTrace';
export const SETTING = {
  columnMap: 'columnMap',
  sourceRoots: 'sourceRoots',
  maxFindings: 'maxFindings',
} as const;

/** Context keys for `when` clauses. */
export const CONTEXT = {
  /** `none`, `findings`, `clean` or `unknown`: what the findings view has to show. */
  trace: 'raceTrace.trace',
  /** `code` or `key`. */
  grouping: 'raceTrace.grouping',
} as const;

/** The scheme of the reproducer's own sources, which travel in the extension and open read-only. */
export const SOURCE_SCHEME = 'race-trace-source';
