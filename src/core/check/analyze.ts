import type { Analysis, KeyAnalysis } from '../analysis.ts';
import { NONE, RESULT } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import type { ReadingFacts, RunFacts } from '../history/run-facts.ts';
import { measure } from '../measure/metrics.ts';
import type { SchemeUsed } from '../history/run-facts.ts';
import { checkKey } from './check-key.ts';
import type { CheckedKey } from './checked-key.ts';
import { doubtKey, doubtRequests } from './doubt-key.ts';
import { DoubtCollector } from './doubts.ts';
import { FindingCollector } from './finding-collector.ts';
import { countEach } from '../history/count-each.ts';
import { groupRows } from '../history/group.ts';
import type { Groups } from '../history/group.ts';
import { JointOutcomes } from './joint-outcomes.ts';
import { hasChanged, untouchedBooks } from './key-books.ts';
import { keyTasks } from './key-task.ts';
import type { KeyTask, Shared } from './key-task.ts';
import { leastWitness } from './least-witness.ts';
import { closeLedger, totalLedger, untouchedLedger } from './ledger.ts';
import { mechanisms } from './mechanism.ts';
import { missingRows } from './missing-rows.ts';
import { rowsInTimeOrder, sortWorstFirst } from './order.ts';
import { classifyRequests } from '../worlds/classify-requests.ts';
import { repeatedRows, ROLE } from '../worlds/requests.ts';
import { Units } from '../worlds/units.ts';
import { reasonsForUnknown } from './verdict.ts';

const MOST_FINDINGS = 1000;

/**
 * Checks a history: all findings with their witnesses, the ledger per key and in total, metrics, mechanism and a verdict
 * that is no stronger than the evidence. `facts` is the manifest, `reading` how the file was read; at most `maxFindings`
 * findings are listed (1000 unless told), all are counted; at most `maxWorlds` worlds of a key are looked at one by one. Linear in the rows apart from one sort per key, where every
 * outcome is known; keys with attempts of unknown outcome are tried up to a budget. Never throws.
 */
export function analyze(
  history: History,
  facts: RunFacts | undefined,
  reading: ReadingFacts,
  options: { readonly maxFindings?: number; readonly maxWorlds?: number } = {},
): Analysis {
  const units = new Units(history, facts?.unitsPerSuccess);
  const requests = classifyRequests(history, units, facts?.versionScheme);
  const known: Shared = {
    ...{ history, facts, requests, units, missing: missingRows(facts, reading) },
    knowsAnswers: reading.storeLog !== true,
    ...(options.maxWorlds !== undefined && { maxWorlds: options.maxWorlds }),
  };
  const shared: Shared = { ...known, fewest: (task, rows) => leastWitness(known, task, rows) };
  const findings = new FindingCollector(history, options.maxFindings ?? MOST_FINDINGS);
  const doubts = new DoubtCollector();
  const groups = groupRows(history.inventoryKey, history.strings.length);
  for (let row = 0; row < history.size; row++) if (isReplay(shared, row)) findings.countReplay(row);
  addDetours(shared, findings);
  doubtRequests(shared, doubts);
  const tasks = tasksOf(shared, groups);
  const confirmedElsewhere = countConfirmedElsewhere(shared);
  const joint = new JointOutcomes(shared);
  const ofKeys = tasks.map(({ key, from, to, epochs }) => {
    const checked = epochs.map((task) => checkKey(shared, task, findings));
    for (const each of checked) joint.add(each);
    for (const each of checked) doubtKey(shared, each, doubts);
    doubts.add('restarted-version', history.strings.at(key) ?? '', epochs.length - 1);
    const twice = confirmedElsewhere.get(key) ?? 0;
    return { key, from, to, ...booksOf(checked, twice) };
  });
  joint.judge(findings, doubts);
  // A key may show what is wrong on another one.
  const keys = ofKeys.map((of) => ({
    ...of,
    errors: findings.errorsOf(of.key),
    warnings: findings.warningsOf(of.key),
  }));
  return conclude({ ...shared, findings, doubts, reading, keys, groups, tasks });
}

interface Concluding extends Shared {
  readonly findings: FindingCollector;
  readonly doubts: DoubtCollector;
  readonly reading: ReadingFacts;
  readonly keys: KeyAnalysis[];
  readonly groups: Groups;
  readonly tasks: readonly { readonly epochs: readonly KeyTask[] }[];
}

function conclude(of: Concluding): Analysis {
  const { history, facts, reading, requests, findings, keys, groups, tasks } = of;
  const violated = findings.errors > 0;
  const { scheme, jumps } = schemeOf(
    of,
    tasks.flatMap(({ epochs }) => epochs),
  );
  const reasons = reasonsForUnknown({ ...of, scheme, jumps });
  const [unknownBecause, notChecked] = violated ? [[], reasons] : [reasons, []];
  const checked = new Set(keys.map(({ key }) => history.strings.at(key)!));
  const untouched = untouchedBooks(facts, checked).map(untouchedLedger);
  const ledger = totalLedger([...keys.map((key) => key.ledger), ...untouched]);
  return {
    ...{ history, facts, reading, scheme, unknownBecause, notChecked, ledger },
    repeatedRows: repeatedRows(requests),
    verdict: violated ? 'violation' : unknownBecause.length > 0 ? 'unknown' : 'ok',
    findings: findings.list(),
    possible: findings.possible(),
    counts: findings.counts,
    keys: sortWorstFirst(history, keys),
    rowsByKey: rowsInTimeOrder(history, groups),
    rowFlags: findings.rowFlags,
    metrics: measure(history),
    mechanism: mechanisms({ ...of, ledger }),
  };
}

function isReplay({ history, requests }: Shared, row: number): boolean {
  const role = requests.role[row];
  return history.result[row] === RESULT.success && (role === ROLE.replay || role === ROLE.wrote);
}

/** The keys that have rows, and those that changed without any. */
function tasksOf(shared: Shared, groups: Groups) {
  const { history, facts } = shared;
  const tasks: { key: number; from: number; to: number; epochs: KeyTask[] }[] = [];
  // Most texts are request ids, and are not made strings of to be looked up among the keys of no manifest.
  const hasBooks = facts?.initial !== undefined;
  for (let key = 0; key + 1 < groups.from.length; key++) {
    const from = groups.from[key]!;
    const to = groups.from[key + 1]!;
    if (from === to && !(hasBooks && hasChanged(facts, history.strings.at(key)!))) continue;
    tasks.push({ key, from, to, epochs: keyTasks(shared, key, groups.rows.subarray(from, to)) });
  }
  return tasks;
}

/** Requests that took again on another key. */
function addDetours({ requests, history }: Shared, findings: FindingCollector): void {
  for (const { later, earlier, confirmations } of requests.detours.settled) {
    const key = history.inventoryKey[later]!;
    if (confirmations > 1) findings.add('duplicate-confirmation', key, [later, earlier], { confirmations });
    else findings.add('duplicate-write', key, [later, earlier], { confirmations, units: 2 });
  }
}

/** By key: requests that were confirmed on it again after they had been confirmed on another key. */
function countConfirmedElsewhere({ requests, history }: Shared): ReadonlyMap<number, number> {
  const twice = requests.detours.settled.filter(({ confirmations }) => confirmations > 1);
  return countEach(twice.map(({ later }) => history.inventoryKey[later]!));
}

function booksOf(
  checked: readonly CheckedKey[],
  twice: number,
): Pick<KeyAnalysis, 'ledger' | 'initialVersion'> {
  const [first] = checked as [CheckedKey, ...CheckedKey[]];
  const ledgers = checked.map(({ units, task, isWhole }) => closeLedger(units, task.books, isWhole));
  const ledger = ledgers.length === 1 ? ledgers[0]! : totalLedger(ledgers);
  return {
    ledger:
      twice === 0
        ? ledger
        : {
            ...ledger,
            confirmedTwice: ledger.confirmedTwice + twice,
            excessUnits: ledger.excessUnits + twice,
          },
    initialVersion: first.task.initialVersion,
  };
}

/** The scheme that is said of the whole trace: that of the keys which show one, if it is one. */
function schemeOf(
  { facts, history, requests }: Shared,
  tasks: readonly KeyTask[],
): { readonly scheme: SchemeUsed; readonly jumps: boolean } {
  if (facts?.versionScheme !== undefined)
    return { scheme: { scheme: facts.versionScheme, inferred: false }, jumps: false };
  const shown = new Set(tasks.filter(({ writes }) => writes.length > 0).map(({ scheme }) => scheme));
  const [only = 'monotonic'] = shown;
  const hasBase = (row: number): boolean => history.readVersion[requests.maker[row]!] !== NONE;
  const jumps = tasks.some(({ scheme, writes }) => scheme === 'monotonic' && writes.some(hasBase));
  return { scheme: { scheme: shown.size === 1 ? only : 'monotonic', inferred: true }, jumps };
}
