import { versionName } from '../history/names.ts';
import { NONE, RESULT } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import type { CheckedKey } from './checked-key.ts';
import type { DoubtCollector } from './doubts.ts';
import type { Shared } from './key-task.ts';
import { ROLE } from '../worlds/requests.ts';
import { STEP } from '../worlds/walk.ts';

/** What keeps the verdict from being `ok` on a key although nothing is proved wrong. */
export function doubtKey(shared: Shared, checked: CheckedKey, doubts: DoubtCollector): void {
  const { history, facts } = shared;
  const { task, settled, deciding, isBeyondBudget } = checked;
  const name = history.strings.at(task.key) ?? '';
  const record = [facts?.initial?.get(name), facts?.remaining?.get(name)];
  if (record.some((each) => each === undefined)) doubts.add('no-books', name);
  else if (task.hasVersions && record.some((each) => each?.version === undefined))
    doubts.add('no-end-versions', name);
  if (!task.hasVersions && task.rows.length > 0 && history.columns.has('write_version'))
    doubts.add('no-versions', name);
  // Where a whole column is missing, that is said once for all keys.
  const recordsWrites = history.columns.has('write_version') || !history.result.includes(RESULT.success);
  if (checked.hasOutsiders && recordsWrites)
    doubts.add('untraced-write', name, gapsIn(checked), missingVersions(history, checked));
  if (history.columns.has('read_version')) doubts.add('unchecked-write', name, withoutBase(shared, checked));
  const lines = deciding.slice(0, 3).map((row) => history.line[row]!);
  if (recordsWrites)
    doubts.add(
      'deciding-attempt',
      name,
      deciding.length,
      ` (line ${lines.join(', ')}${deciding.length > 3 ? ', …' : ''})`,
    );
  // What rows hang on that are missing has been said.
  const [hangsOn] = checked.hangOn;
  if (shared.missing === '' && hangsOn !== undefined)
    doubts.add('possible-error', name, checked.hangOn.length, `: ${hangsOn}`);
  if (isBeyondBudget)
    doubts.add(
      'too-many-worlds',
      name,
      countOf(task.rows, (row) => shared.requests.role[row] === ROLE.open),
    );
  doubts.add('open-units', name, Math.min(...checked.units.map(({ openWrites }) => openWrites)));
  const { walk } = settled.world;
  if (walk.finalVersion !== NONE && isRegressed(checked)) doubts.add('regressed-store', name);
  doubtRows(shared, checked, doubts, name);
}

function doubtRows(
  { requests, units, history }: Shared,
  { task }: CheckedKey,
  doubts: DoubtCollector,
  name: string,
): void {
  const { rows } = task;
  let [misnumbered, tookNothing] = [0, 0];
  for (const row of rows) {
    const role = requests.role[row];
    if (role === ROLE.misnumbered) misnumbered++;
    if (role === ROLE.transition && units.tookNothing(row)) tookNothing++;
  }
  doubts.add('misnumbered-timeout', name, misnumbered);
  doubts.add('took-nothing', name, tookNothing);
  if (task.hasVersions) return;
  const { result, requestId } = history;
  const told = rows.filter((row) => result[row] === RESULT.success && requests.role[row] !== ROLE.repeated);
  doubts.add(
    'repeated-confirmation',
    name,
    told.length - new Set([...told].map((row) => requestId[row])).size,
  );
  doubts.add(
    'open-timeout',
    name,
    countOf(rows, (row) => result[row] === RESULT.timeout),
  );
}

/** What the requests of a trace leave in doubt. */
export function doubtRequests({ requests, history }: Shared, doubts: DoubtCollector): void {
  const name = (row: number): string => history.strings.at(history.inventoryKey[row]!) ?? '';
  for (const row of requests.contradicted) doubts.add('contradicted-refusal', name(row));
  for (const row of requests.withoutSequel) doubts.add('retry-without-sequel', name(row));
  doubts.add('several-keys', '', requests.unordered.length);
}

function gapsIn({ settled: { world } }: CheckedKey): number {
  return Math.max(1, world.walk.untraced);
}

function missingVersions(history: History, { settled: { world } }: CheckedKey): string {
  const { walk } = world;
  const step = walk.kind.indexOf(STEP.untraced);
  if (step < 0) return '';
  const [last, made] = [walk.current[step]!, walk.made[step]!];
  const isOne = history.versions.isNext(last, made) || !Number.isInteger(made);
  const first = isOne ? made : last + 1;
  return isOne
    ? ` (${versionName(history, made)})`
    : ` (up to ${versionName(history, Math.max(first, made))})`;
}

/** Writes whose base no row says. */
function withoutBase({ requests, history }: Shared, { task, openWithoutBase }: CheckedKey): number {
  return openWithoutBase + countOf(task.writes, (row) => history.readVersion[requests.maker[row]!] === NONE);
}

function isRegressed({ settled: { world }, task }: CheckedKey): boolean {
  const { walk } = world;
  if (task.scheme === 'opaque') return false;
  return walk.finalVersion < Math.max(walk.chainVersion.at(-1) ?? NONE, task.seen.at(-1) ?? NONE);
}

function countOf(rows: Uint32Array, holds: (row: number) => boolean): number {
  let count = 0;
  for (const row of rows) if (holds(row)) count++;
  return count;
}
