import type { KeyAnalysis, LedgerCauses } from '../analysis.ts';
import { findConfirmationsWithoutWrite } from './confirmation-without-write.ts';
import { checkInvariant } from './invariant-mismatch.ts';
import type { Check, KeyCheck } from './key-check.ts';
import { keyName } from './key-check.ts';
import { causesOfMismatch, closeLedger } from './ledger.ts';
import type { Books } from './ledger.ts';
import { findLostConfirmations } from './lost-confirmation.ts';
import { findNegativeInventory } from './negative-inventory.ts';
import { findPhantomReads } from './phantom-read.ts';
import { ROLE } from './requests.ts';
import { NONE, RESULT } from '../history/history.ts';
import { findStaleReads } from './stale-read.ts';
import { findStaleVersionWrites } from './stale-version-write.ts';
import { findUnconditionalPattern } from './unconditional-pattern.ts';
import { findVersionReuse } from './version-reuse.ts';
import { isMisnumbered } from './timeout-pool.ts';
import { STEP, walkKey } from './walk.ts';
import type { KeyInput } from './walk.ts';
import { ROW_FLAG } from '../words/codes.ts';

/** A key before it is checked. */
export interface KeyTask extends KeyInput {
  readonly books: Books;
  /** Its slice of the rows grouped by key. */
  readonly from: number;
  readonly to: number;
}

/** A key whose versions are checked and whose books are still open. */
export interface OpenKey {
  readonly check: KeyCheck;
  readonly task: KeyTask;
  readonly by: LedgerCauses;
  /** Successes that are replays if a request which may have written did. */
  readonly maybeReplays: number;
}

/** Walks a key and finds all that its versions prove; `effects` receives the units that each applied write took. */
export function checkVersions(check: Check, task: KeyTask, effects: Float64Array): OpenKey {
  const walk = walkKey(check, task);
  const of: KeyCheck = { ...check, key: task.key, rows: task.rows, walk };
  flagChain(of);
  const stale = findStaleVersionWrites(of);
  findUnconditionalPattern(of, stale);
  findVersionReuse(of);
  findPhantomReads(of);
  findStaleReads(of);
  findLostConfirmations(of);
  const by = causesOfMismatch(
    walk,
    { ...check, rowFlags: check.findings.rowFlags, books: task.books, rows: task.rows },
    effects,
  );
  const { proved, maybeReplays } = findConfirmationsWithoutWrite(of);
  by['confirmation-without-write'] = proved;
  doubtWalk(of);
  return { check: of, task, by, maybeReplays };
}

/** Closes a key's books. `missing` is how many more confirmations there may have been than the trace has. */
export function closeBooks(open: OpenKey, excessUnits: number, missing: number): KeyAnalysis {
  const { check, task, by, maybeReplays } = open;
  const { findings, key } = check;
  const { confirmed, repeated } = countConfirmed(check);
  const ledger = closeLedger(confirmed, task.books, by, excessUnits);
  check.doubts.add('repeated-confirmation', keyName(check), repeated);
  checkInvariant(check, ledger, { repeated: repeated + maybeReplays, missing });
  findNegativeInventory(check, ledger);
  return {
    key,
    from: task.from,
    to: task.to,
    errors: findings.errorsOf(key),
    warnings: findings.warningsOf(key),
    ledger,
    initialVersion: task.initialVersion,
  };
}

/** Successes without replays, and those of them that may be replays although the trace cannot say so. */
function countConfirmed(check: KeyCheck): { confirmed: number; repeated: number } {
  const { history, requests, rows, findings } = check;
  let [confirmed, repeated] = [0, 0];
  for (const row of rows) {
    const replay = (findings.rowFlags[row]! & ROW_FLAG.idempotentReplay) !== 0;
    if (history.result[row] !== RESULT.success || replay) continue;
    confirmed++;
    if (requests.role[row] === ROLE.repeated) repeated++;
  }
  return { confirmed, repeated };
}

function flagChain({ walk, findings }: KeyCheck): void {
  for (let step = 0; step < walk.kind.length; step++) {
    const kind = walk.kind[step];
    if (kind === STEP.chain || kind === STEP.bridged || kind === STEP.unchecked)
      findings.flag(walk.row[step]!, ROW_FLAG.inChain);
  }
}

/** Successful writes whose own row does not say what it read, though that of a timed-out attempt may. */
function writesWithoutRead({ walk, history, requests }: KeyCheck): number {
  const lacks = (row: number): boolean =>
    row !== NONE && requests.role[row] === ROLE.transition && history.readVersion[row] === NONE;
  return walk.row.reduce((sum, row) => sum + Number(lacks(row)), 0);
}

/**
 * Timed-out rows that contradict themselves. One whose request has a success of the same version repeats that answer, and
 * may have read at any time.
 */
function misnumberedTimeouts({ history, rows }: KeyCheck): number {
  const { result, requestId, writeVersion } = history;
  const lost = rows.filter((row) => result[row] === RESULT.timeout && isMisnumbered(history, row));
  if (lost.length === 0) return 0;
  const name = (row: number) => `${requestId[row]} ${writeVersion[row]}`;
  const told = new Set<string>();
  for (const row of rows) if (result[row] === RESULT.success) told.add(name(row));
  return lost.reduce((sum, row) => sum + Number(!told.has(name(row))), 0);
}

function doubtWalk(of: KeyCheck): void {
  const { walk, doubts } = of;
  const name = keyName(of);
  const steps = (kind: number): number => walk.kind.reduce((sum, each) => sum + (each === kind ? 1 : 0), 0);
  doubts.add('untraced-write', name, steps(STEP.untraced));
  // Where the whole column is missing, that is said once for all keys.
  if (of.history.columns.has('read_version')) doubts.add('unchecked-write', name, writesWithoutRead(of));
  doubts.add('misnumbered-timeout', name, misnumberedTimeouts(of));
  if (walk.regressed) doubts.add('regressed-store', name);
}
