import { endOf, traceTimes } from '../history/attempt-times.ts';
import { NONE, RESULT } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import { counted, duration, momentWithUnit, unitsChanged } from '../words/numbers.ts';
import { clipped } from '../words/printable.ts';
import { nameAt, nameOf, versionName } from '../history/names.ts';
import { ownUnits } from '../history/own-units.ts';
import { nameBeside } from './attempt-words.ts';
import type { FindingContext, Found } from './found.ts';
import { ROW_FLAG } from '../words/codes.ts';

/** Parts of sentences about rows. */
export class Phrases {
  readonly history: History;
  readonly #context: FindingContext;

  constructor(context: FindingContext) {
    this.#context = context;
    this.history = context.history;
  }

  who(row: number, besides?: number): string {
    return clipped(nameBeside(this.history, row, besides), 120);
  }

  key(key: number): string {
    return nameOf(this.history, key);
  }

  request(row: number): string {
    return nameAt(this.history, this.history.requestId, row);
  }

  version(cell: number | undefined): string {
    return versionName(this.history, cell ?? NONE) || 'an unknown version';
  }

  read(row: number): string {
    return this.version(this.history.readVersion[row]);
  }

  written(row: number): string {
    return this.version(this.history.writeVersion[row]);
  }

  end(row: number): number {
    return endOf(this.history, row);
  }

  /** How a row shows that a version was there. */
  shows(row: number, besides: number, version: number | undefined): string {
    const who = this.who(row, besides);
    const readIt = version !== undefined && this.history.readVersion[row] === version;
    return readIt ? `${who} found that version there.` : `${who} made ${this.written(row)} after it.`;
  }

  isStale(row: number): boolean {
    return (this.#context.rowFlags[row]! & ROW_FLAG.staleWrite) !== 0;
  }

  /** ` by w2`. */
  by(row: number): string {
    const worker = nameAt(this.history, this.history.workerId, row);
    return worker === '' ? '' : ` by ${worker}`;
  }

  /** ` at 11.918 ms`; '' where the trace has no time. */
  at(us: number): string {
    const { fromUs, toUs } = traceTimes(this.history);
    return Number.isNaN(us) ? '' : ` at ${momentWithUnit(us - fromUs, toUs - fromUs)}`;
  }

  /** ` at 11.918 ms, 1.2 ms before` of one write before another; the second half only where the clocks agree with the versions. */
  when(first: number, then: number): string {
    const { writeUs } = this.history;
    const gap = writeUs[then]! - writeUs[first]!;
    return this.at(writeUs[first]!) + (gap > 0 ? `, ${duration(gap / 1000)} before` : '');
  }

  /** ` v1`, or that v1 is what the key began with. */
  initial(key: number): string {
    const version = this.#context.keys.find((each) => each.key === key)?.initialVersion ?? NONE;
    return version === NONE ? '' : ` ${this.version(version)}`;
  }

  /** What a stale write did to those that it overwrote. */
  undone({ rows, data }: Found): string {
    const undone = data.overtakers ?? rows.length - 1;
    const confirmed =
      undone === rows.length - 1 && rows.every((row) => this.history.result[row] === RESULT.success);
    if (data.untraced !== undefined) return 'Writers outside the trace wrote in between.';
    if (undone === 1 && confirmed) return this.#bothConfirmed(rows[0]!, rows[1]!);
    if (undone === 1) return '';
    return `It undid ${counted(undone, 'update')}${confirmed ? '; all of them were confirmed' : ''}.`;
  }

  #bothConfirmed(row: number, other: number): string {
    const [own, others] = [ownUnits(this.history, row), ownUnits(this.history, other)];
    if (unitsChanged(own) === '' && unitsChanged(others) === '') return 'Both were confirmed for one unit.';
    const did = (units: number): string =>
      Number.isNaN(units) ? '' : `${units < 0 ? 'gave back' : 'took'} ${counted(Math.abs(units), 'unit')}`;
    const parts = [
      [other, row, did(others)],
      [row, other, did(own)],
    ] as const;
    const said = parts.flatMap(([who, besides, what]) =>
      what === '' ? [] : [`${this.who(who, besides)} ${what}`],
    );
    return `${said.join(', ')}, and both were confirmed.`;
  }
}
