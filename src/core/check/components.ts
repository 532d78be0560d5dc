import { isCounted } from '../history/run-facts.ts';
import { NONE } from '../words/codes.ts';
import type { KeyTask, Shared } from './key-task.ts';
import type { Choice } from './settle.ts';
import type { OpenAttempt, OpenKey } from './worlds.ts';

/**
 * What is open on a key, in parts that have no version, request or attempt in common: how one is settled changes no error of
 * another, apart from the sums of the books. One part where versions are not counted, since then any attempt may have made
 * a version that another read.
 */
export function componentsOf(shared: Shared, task: KeyTask, open: OpenKey): readonly OpenKey[] {
  if (!isCounted(task.scheme)) return [open];
  const sets = joined(shared, task, open);
  const parts = new Map<string, { attempts: OpenAttempt[]; makers: OpenKey['makers'][number][] }>();
  const partOf = (row: number) => {
    const root = sets.rootOf(name('row', row));
    let part = parts.get(root);
    if (part === undefined) parts.set(root, (part = { attempts: [], makers: [] }));
    return part;
  };
  for (const attempt of open.attempts) partOf(attempt.row).attempts.push(attempt);
  for (const each of open.makers) partOf(each[0]).makers.push(each);
  return [...parts.values()].map((part) => ({ ...part, gaps: open.gaps }));
}

function name(kind: 'row' | 'version' | 'request', id: number): string {
  return `${kind} ${id}`;
}

/** Rows, versions and requests that have to do with each other. */
function joined({ history, requests }: Shared, task: KeyTask, open: OpenKey): Sets {
  const { readVersion, writeVersion, writeValue, requestId, columns } = history;
  const sets = new Sets();
  const join = (row: number, versions: readonly number[]): void => {
    for (const version of versions)
      if (version !== NONE) sets.join(name('row', row), name('version', version));
    sets.join(name('row', row), name('request', requestId[row]!));
  };

  for (const { row, options } of open.attempts) join(row, [...options, readVersion[row]!]);
  for (const [row, makers] of open.makers) {
    join(row, [writeVersion[row]!]);
    for (const maker of makers) join(maker, [readVersion[maker]!]);
  }
  if (!columns.has('read_value') && !columns.has('write_value')) return sets;
  // Where a row does not say the value that it left, that follows from the version below.
  for (const row of task.writes)
    if (Number.isNaN(writeValue[row]!)) {
      const [base, made] = [readVersion[requests.maker[row]!]!, writeVersion[row]!];
      sets.join(name('version', made), name('version', base === NONE ? made - 1 : base));
    }
  return sets;
}

/** Sets that are joined. */
class Sets {
  readonly #parent = new Map<string, string>();

  rootOf(name: string): string {
    let root = name;
    for (let next = this.#parent.get(root); next !== undefined; next = this.#parent.get(root)) root = next;
    if (root !== name) this.#parent.set(name, root);
    return root;
  }

  join(a: string, b: string): void {
    const [first, second] = [this.rootOf(a), this.rootOf(b)];
    if (first !== second) this.#parent.set(first, second);
  }
}

/** What a choice settles of the parts beside this one. */
export function apartFrom({ attempts, makers }: OpenKey, choice: Choice): Choice {
  const left = { applied: new Map(choice.applied), makers: new Map(choice.makers) };
  for (const { row } of attempts) left.applied.delete(row);
  for (const [row] of makers) left.makers.delete(row);
  return left;
}
