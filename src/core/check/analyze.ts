import type { Analysis, KeyAnalysis } from '../analysis.ts';
import type { History } from '../history/history.ts';
import type { ReadingFacts, RunFacts, SchemeUsed } from '../history/run-facts.ts';
import { measure } from '../measure/metrics.ts';
import { checkVersions, closeBooks } from './check-key.ts';
import type { KeyTask, OpenKey } from './check-key.ts';
import { DoubtCollector } from './doubts.ts';
import { findDuplicateConfirmations } from './duplicate-confirmation.ts';
import { excessUnitsByKey } from './excess-units.ts';
import { FindingCollector } from './finding-collector.ts';
import { hasChanged, keyEnds, untouchedBooks } from './key-books.ts';
import type { Check } from './key-check.ts';
import { closeLedger, noCauses, totalLedger } from './ledger.ts';
import { mechanisms } from './mechanism.ts';
import { rowsInTimeOrder, sortWorstFirst } from './order.ts';
import { ROLE, classifyRequests } from './requests.ts';
import type { Requests } from './requests.ts';
import { looksSequential } from './scheme.ts';
import { reasonsForUnknown } from './verdict.ts';
import { STEP, orderedWrites } from './walk.ts';
import { groupRows, type Groups } from '../history/group.ts';

const MOST_FINDINGS = 1000;

/**
 * Checks a history: all findings with their witnesses, the ledger per key and in total, metrics, mechanism and a verdict
 * that is no stronger than the evidence. `facts` is the manifest, `reading` how the file was read; at most `maxFindings`
 * findings are listed (1000 unless told), all are counted. Linear in the rows apart from one sort per key; never throws.
 */
export function analyze(
  history: History,
  facts: RunFacts | undefined,
  reading: ReadingFacts,
  options: { readonly maxFindings?: number } = {},
): Analysis {
  const whole = reading.rejected === 0 && facts?.complete !== false;
  const requests = classifyRequests(history, whole);
  const groups = groupRows(history.inventoryKey, history.strings.length);
  const tasks = keyTasks(history, facts, requests, groups);
  const scheme = schemeOf(history, facts, requests, tasks);
  const check: Check = {
    history,
    requests,
    scheme: scheme.scheme,
    whole,
    findings: new FindingCollector(history, options.maxFindings ?? MOST_FINDINGS),
    doubts: new DoubtCollector(),
  };
  countReplays(check);
  // Before the walks: whether a write is a duplicate decides what its units are put down to.
  findDuplicateConfirmations(check);
  const keys = checkKeys(check, facts, reading, tasks);
  const { findings } = check;
  const violated = findings.errors > 0;
  const unknownBecause = violated ? [] : reasonsForUnknown({ ...check, facts, reading, scheme });
  const checked = new Set(keys.map(({ key }) => history.strings[key]!));
  const untouched = untouchedBooks(facts, checked).map((books) => closeLedger(0, books, noCauses(), 0));
  const ledger = totalLedger([...keys.map((key) => key.ledger), ...untouched]);
  const metrics = measure(history);
  return {
    history,
    facts,
    reading,
    scheme,
    verdict: violated ? 'violation' : unknownBecause.length > 0 ? 'unknown' : 'ok',
    unknownBecause,
    findings: findings.list(),
    counts: findings.counts,
    keys: sortWorstFirst(history, keys),
    rowsByKey: rowsInTimeOrder(history, groups),
    rowFlags: findings.rowFlags,
    ledger,
    metrics,
    mechanism: mechanisms({ ...check, ledger }),
  };
}

/** The keys that have rows, and those that changed without any, each with its writes in order and what is known of its ends. */
function keyTasks(
  history: History,
  facts: RunFacts | undefined,
  requests: Requests,
  groups: Groups,
): KeyTask[] {
  const tasks: KeyTask[] = [];
  for (let key = 0; key + 1 < groups.from.length; key++) {
    const [from, to] = [groups.from[key]!, groups.from[key + 1]!];
    if (from === to && !hasChanged(facts, history.strings[key]!)) continue;
    const rows = groups.rows.subarray(from, to);
    const writes = orderedWrites(history, requests, rows);
    tasks.push({ key, rows, writes, from, to, ...keyEnds(history, facts, key, rows) });
  }
  return tasks;
}

/** The manifest's scheme; without one, sequential unless a write based on the newest version jumped. */
function schemeOf(
  history: History,
  facts: RunFacts | undefined,
  requests: Requests,
  tasks: readonly KeyTask[],
): SchemeUsed {
  if (facts?.versionScheme !== undefined) return { scheme: facts.versionScheme, inferred: false };
  const sequential = tasks.every(({ writes, initialVersion }) =>
    looksSequential(history, requests, writes, initialVersion),
  );
  return { scheme: sequential ? 'sequential' : 'monotonic', inferred: true };
}

function countReplays({ history, requests, findings }: Check): void {
  for (let row = 0; row < history.size; row++)
    if (requests.role[row] === ROLE.replay) findings.countReplay(row);
}

function checkKeys(
  check: Check,
  facts: RunFacts | undefined,
  reading: ReadingFacts,
  tasks: readonly KeyTask[],
): KeyAnalysis[] {
  const effects = new Float64Array(check.history.size);
  const open = tasks.map((task) => checkVersions(check, task, effects));
  const excess = excessUnitsByKey(check.history, check.requests, effects, lostRows(open));
  const missing = facts?.complete === false || reading.restLost === true ? Infinity : reading.rejected;
  return open.map((key) => closeBooks(key, excess.get(key.task.key) ?? 0, missing));
}

/** Timed-out attempts that were applied and that nothing confirmed since. */
function lostRows(keys: readonly OpenKey[]): number[] {
  return keys.flatMap(({ check: { walk } }) =>
    walk.row.filter((row, step) => walk.kind[step] === STEP.bridged && !walk.confirmedBy.has(row)),
  );
}
