import type { Analysis } from '../analysis.ts';
import type { History } from '../history/history.ts';
import { FINDING_CODES, definitionOf, levelOf } from '../findings/finding.ts';
import { explain } from '../findings/explain.ts';
import type { Finding, FindingCode, PossibleFinding } from '../findings/finding.ts';
import type { FindingData } from '../findings/found.ts';
import { ROW_FLAG } from '../words/codes.ts';
import type { KeyTask } from './key-task.ts';

/** The findings of one code: the first in the file of all that came, at most twice as many as asked for while collecting. */
class FirstInFile {
  readonly #most: number;
  #found: { readonly finding: Finding; readonly position: number }[] = [];
  /** No finding at or behind this position can still be among the first. */
  #worst = Infinity;

  constructor(most: number) {
    this.#most = most;
  }

  add(finding: Finding, position: number): void {
    if (position >= this.#worst) return;
    this.#found.push({ finding, position });
    if (this.#found.length >= 2 * this.#most) this.#prune();
  }

  list(): Finding[] {
    this.#prune();
    return this.#found.map(({ finding }) => finding);
  }

  #prune(): void {
    this.#found.sort((a, b) => a.position - b.position);
    if (this.#found.length <= this.#most) return;
    this.#found.length = this.#most;
    this.#worst = this.#found.at(-1)?.position ?? 0;
  }
}

/** More alternatives than these are not told. */
const MOST_ALTERNATIVES = 3;

/** Takes findings as they are found: counts all, flags the rows of all, and keeps the first ones of each code. */
export class FindingCollector {
  readonly rowFlags: Uint8Array;
  readonly counts: Record<FindingCode | 'idempotent-replay', number>;
  /** Stale writes that began after the newer version was confirmed, and those that made a version which others had read. */
  lateWrites = 0;
  remadeVersions = 0;
  /** Of the attempts that took again for their request; 0 where no row says. */
  highestRetry = 0;
  readonly #kept = new Map<FindingCode, FirstInFile>();
  readonly #possible: PossibleFinding[] = [];
  readonly #history: History;
  readonly #most: number;
  readonly #errors: Uint32Array;
  readonly #warnings: Uint32Array;

  constructor(history: History, most: number) {
    this.rowFlags = new Uint8Array(history.size);
    this.#history = history;
    this.#most = most;
    this.#errors = new Uint32Array(history.strings.length);
    this.#warnings = new Uint32Array(history.strings.length);
    this.counts = Object.fromEntries(
      [...FINDING_CODES, 'idempotent-replay' as const].map((name) => [name, 0]),
    ) as Analysis['counts'];
  }

  /** Adds a finding: the offending row first, then its witnesses. `position` orders a finding that has no row. */
  add(
    code: FindingCode,
    key: number,
    rows: readonly number[],
    data: FindingData = {},
    position = rows[0] ?? 0,
  ): void {
    const level = levelOf(code);
    this.counts[code]++;
    if (code === 'stale-version-write') {
      this.lateWrites += Number(data.timing === 'began after');
      this.remadeVersions += Number(data.isRemade === true);
    }
    if (definitionOf(code).mechanism === 'retry duplication')
      for (const row of rows) this.highestRetry = Math.max(this.highestRetry, this.#history.retryCount[row]!);
    if (level === 'error') this.#errors[key]!++;
    if (level === 'warning') this.#warnings[key]!++;
    rows.forEach((row, index) => {
      if (index === 0) this.rowFlags[row]! |= ROW_FLAG[level];
      else if (level === 'error') this.rowFlags[row]! |= ROW_FLAG.witness;
    });
    let kept = this.#kept.get(code);
    if (kept === undefined) this.#kept.set(code, (kept = new FirstInFile(this.#most)));
    kept.add({ code, level, key, rows, data }, position);
  }

  /** Keeps a finding that holds only if something turns out in one way; it counts for nothing. */
  addPossible(
    code: FindingCode,
    key: number,
    rows: readonly number[],
    data: FindingData,
    hangsOn: string,
  ): void {
    this.#possible.push({ code, level: levelOf(code), key, rows, data, hangsOn });
  }

  /** Keeps that every explanation of a key has an error: these. The first of them says which attempt is blamed. */
  addNoLawfulWorld(
    { key, initialVersion, books }: Pick<KeyTask, 'key' | 'initialVersion' | 'books'>,
    rows: readonly number[],
    errors: readonly Pick<Finding, 'code' | 'rows' | 'data'>[],
  ): void {
    const alternatives = errors.map(({ code, ...found }) =>
      explain(
        { code, level: levelOf(code), key, ...found },
        { history: this.#history, rowFlags: this.rowFlags, keys: [{ key, initialVersion, ledger: books }] },
      ),
    );
    const blamed = errors[0]?.rows[0];
    const ordered = rows.toSorted((a, b) => Number(b === blamed) - Number(a === blamed));
    this.add('no-lawful-world', key, ordered, {
      alternatives: [...new Set(alternatives)].slice(0, MOST_ALTERNATIVES),
    });
  }

  /** Findings that hold only if something turns out in one way, by code and by position in the file. */
  possible(): readonly PossibleFinding[] {
    const rank = (code: FindingCode): number => FINDING_CODES.indexOf(code);
    return this.#possible
      .sort((a, b) => rank(a.code) - rank(b.code) || (a.rows[0] ?? 0) - (b.rows[0] ?? 0))
      .slice(0, this.#most);
  }

  /** Counts a success that repeats an earlier confirmation: no finding. */
  countReplay(row: number): void {
    this.counts['idempotent-replay']++;
    this.flag(row, ROW_FLAG.idempotentReplay);
  }

  /** Sets a flag of a row that is not the matter of a finding. */
  flag(row: number, flag: number): void {
    this.rowFlags[row]! |= flag;
  }

  errorsOf(key: number): number {
    return this.#errors[key] ?? 0;
  }

  warningsOf(key: number): number {
    return this.#warnings[key] ?? 0;
  }

  /** Errors of all keys. */
  get errors(): number {
    return this.#errors.reduce((sum, errors) => sum + errors, 0);
  }

  /** Worst code first, then by position in the file; at most as many as asked for. */
  list(): Finding[] {
    return FINDING_CODES.flatMap((code) => this.#kept.get(code)?.list() ?? []).slice(0, this.#most);
  }
}
