/**
 * The face of the core: all that other layers use of it, but for the words, which everybody may run. What is not here may be
 * moved without a change elsewhere. The reader and the verifier, which must not reach the checker, import the rows themselves.
 */
export type { Analysis, KeyAnalysis, Ledger, Metrics } from './analysis.ts';
export { traceTimes } from './history/attempt-times.ts';
export { type ColumnName, COLUMNS, type History } from './history/history.ts';
export { attemptName, nameOf, shortSite, versionName } from './history/names.ts';
export { fileOf, linePlace } from './history/trace-file.ts';
export type { RunEnvironment } from './history/run-facts.ts';
export type { VersionScheme } from './words/terms.ts';
export { turnedAwayIn } from './history/turned-away.ts';
export type { MechanismName } from './findings/definition.ts';
export { explain, findingMessage, findingSite } from './findings/explain.ts';
export { type Finding, FINDING_CODES, type FindingCode, levelOf } from './findings/finding.ts';
export { analyze } from './check/analyze.ts';
export { missingRows } from './check/missing-rows.ts';
export { remarksOnOk } from './check/remarks.ts';
export { checkKey } from './check/check-key.ts';
export { FindingCollector } from './check/finding-collector.ts';
export { keyTasks, type Shared } from './check/key-task.ts';
export { classifyRequests } from './worlds/classify-requests.ts';
export { Units } from './worlds/units.ts';
export { STEP } from './worlds/walk.ts';
export type { KeyWorld } from './findings/key-world.ts';
export { invalidRun } from './check/verdict.ts';
export { diagnoseLoad, type LoadDiagnosis } from './diagnosis/load-diagnosis.ts';
export { latenessCause, type MachineReading, machineText, type ProcessUse } from './diagnosis/machine-use.ts';
export { waitsOf } from './diagnosis/waits.ts';
export { requestsOf } from './measure/compare-slices.ts';
export { type ComparedMetric, compareRuns, type Comparison, type Difference } from './measure/compare.ts';
export type { FindingChange, FindingDifference } from './measure/compare-findings.ts';
export { compareTraces, type TraceComparison } from './measure/compare-traces.ts';
export { contention, type KeyConflicts } from './measure/contention.ts';
export { fieldShares } from './measure/field-shares.ts';
export { mean, quantile, sortedNumbers } from './measure/quantile.ts';
export { rowFigures, type RowFigures } from './measure/row-figures.ts';
export { invariantErrorRate, predictedAttempts, utilisation, workersNeeded } from './measure/screens.ts';
export { share } from './measure/share.ts';
export { timeline } from './measure/timeline.ts';
export { confidenceInterval } from './measure/upper-bound.ts';
export { beforeAfter, type BeforeAfterRow } from './decide/before-after.ts';
export { CONDITION_NAMES, type ConditionName, type Conditions } from './decide/conditions.ts';
export { type Criteria, DEFAULT_CRITERIA } from './decide/criteria.ts';
export { decide } from './decide/decide.ts';
export type { CriterionName, Decision, DecisionName, EvidenceRef, Reason } from './decide/decision.ts';
export {
  type CanaryEvidence,
  type Evidence,
  type FailedPhase,
  type PhaseEvidence,
  type PhaseName,
  PHASES,
  type UnusableFile,
  type Validation,
} from './decide/evidence.ts';
export { loadFigures } from './decide/load-figures.ts';
export { misfits } from './decide/metrics-fit.ts';
export { isTrusted, LOADED_PHASES } from './decide/refs.ts';
export type {
  DecisionFile,
  FileRecord,
  InjectedFault,
  PhaseRecord,
  RunMetrics,
  RunRecord,
  RunSetup,
  RunWorkload,
  SchedulePlays,
} from './decide/run-record.ts';
export { triggersOf } from './decide/triggers-of.ts';
export { type MetricExpression, type Selector, type Trigger } from './decide/triggers.ts';
export { faultBands, faultLabel } from './picture/faults.ts';
export { focusOf, focusOfRow } from './picture/focus.ts';
export { indexKey } from './picture/key-index-cache.ts';
export { rowsOf } from './picture/key-index.ts';
export { laneSlice } from './picture/lane-slice.ts';
export type { Arc, FaultBand, LaneRequest, LaneSlice, Marks, Overview, Rung } from './picture/model.ts';
export { offendingMoment } from './picture/offending-step.ts';
export { overview } from './picture/overview.ts';
export { findingAt } from './picture/witness.ts';
export { attemptDetails } from './lists/attempt-details.ts';
export { claimOf } from './lists/claim.ts';
export { codePath } from './lists/code-path.ts';
export { findingList, findingRows } from './lists/finding-list.ts';
export { type FindingStep, findingSteps } from './lists/finding-steps.ts';
export { interleavingLines, interleavingText, stepText } from './lists/interleaving-text.ts';
export { interleavingOfClients, stepsOfAttempts } from './lists/interleaving.ts';
export { keyList } from './lists/key-list.ts';
export { type Matches, matchesOf, nextMatch } from './search/matches.ts';
export type {
  AttemptDetails,
  CodePath,
  CodePathStep,
  FindingList,
  FindingName,
  FindingRow,
  KeyList,
  KeyRow,
  PossibleRow,
  TraceSummary,
} from './lists/model.ts';
export { replayOf, type Replay } from './lists/replay.ts';
export { stepSite, stepSource, type StepSource } from './lists/step-detail.ts';
export { summarize } from './lists/summary.ts';
export { versionsText } from './lists/versions-text.ts';
export { isPassedOn } from './passed-environment.ts';
