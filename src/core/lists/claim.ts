import { ROW_FLAG } from '../analysis.ts';
import type { Analysis } from '../analysis.ts';
import { nameBeside } from '../check/explain.ts';
import type { Finding, FindingCode } from '../check/finding.ts';
import { NONE, RESULT } from '../history/history.ts';
import { clipped } from '../words/printable.ts';
import { endOf, traceTimes } from '../history/attempt-times.ts';
import { nameAt, nameOf, versionName } from '../history/names.ts';
import { count, counted, duration, momentWithUnit, signed } from '../words/numbers.ts';

/** What a finding says, in a short sentence and the sentences that prove it. */
export interface Claim {
  /** `B wrote v3 from v1.` */
  readonly claim: string;
  /** `A had already replaced v1 at 11.918 ms, 1.2 ms before. Both were confirmed for one unit.` */
  readonly proof: string;
}

/** The claim of a finding and its proof; printable, and of a length that fits a panel. */
export function claimOf(analysis: Analysis, finding: Finding): Claim {
  const [claim, ...proof] = CLAIMS[finding.code](finding, new Phrases(analysis));
  return { claim: clipped(claim, 300), proof: clipped(proof.filter((part) => part !== '').join(' '), 800) };
}

/** The sentences for one code: the claim first; '' where there is nothing to say. */
type Sentences = (finding: Finding, say: Phrases) => readonly [string, ...string[]];

const CLAIMS: Readonly<Record<FindingCode, Sentences>> = {
  'stale-version-write': (finding, say) => {
    const { rows, data } = finding;
    const [row, first] = rows as [number, number?];
    const [base, made] = [say.version(data.base), say.version(data.made)];
    const claim = `${say.who(row, first)} wrote ${made} from ${base}.`;
    if (first === undefined || data.untraced === 'the first')
      return [claim, `A writer outside the trace had already replaced ${base}.`];
    return [
      claim,
      `${say.who(first, row)} had already replaced ${base}${say.when(first, row)}.`,
      say.undone(finding),
    ];
  },
  'duplicate-confirmation': ({ rows, data }, say) => {
    const times = data.confirmations ?? rows.length;
    const [second, first] = rows as [number, number];
    const again = `and again as ${say.written(second)}${say.by(second)}${say.at(say.end(second))}`;
    return [
      `${say.request(second)} was confirmed ${times === 2 ? 'twice' : `${count(times)} times`}.`,
      `It was confirmed as ${say.written(first)}${say.by(first)}${say.at(say.end(first))}, ${again}.`,
      // A stale one undid what another had taken, so it took nothing more.
      rows.some((row) => say.isStale(row)) ? '' : `One request took ${counted(times, 'unit')}.`,
    ];
  },
  'confirmation-without-write': ({ rows }, say) => [
    `${say.request(rows[0]!)} was confirmed without a write.`,
    `${say.who(rows[0]!)} was told success${say.at(say.end(rows[0]!))}, and no attempt of the request made a version.`,
  ],
  'invariant-mismatch': ({ key, data: { confirmed = 0, taken = 0 } }, say) => [
    `${say.key(key)} is out of balance by ${signed(confirmed - taken)}.`,
    `${counted(confirmed, 'reservation')} confirmed, but the inventory fell by ${count(taken)}.`,
  ],
  'negative-inventory': ({ rows, key, data: { value = 0 } }, say) => {
    const [row] = rows;
    const left = `${counted(value, 'unit')} of ${say.key(key)}`;
    if (row === undefined) return [`The run ended with ${left}.`, 'More units were taken than there were.'];
    const wrote = say.history.writeValue[row] === value;
    return [`${say.who(row)} ${wrote ? 'left' : 'read'} ${left}.`, 'More units were taken than there were.'];
  },
  'version-reuse': ({ rows }, say) => {
    const [row, other] = rows as [number, number?];
    if (other === undefined)
      return [
        `${say.who(row)} made ${say.written(row)} from ${say.read(row)}.`,
        'A write makes a version above the one that it read; the store numbered this one wrongly.',
      ];
    return [
      `${say.who(other, row)} and ${say.who(row, other)} both made ${say.written(row)}.`,
      `One read ${say.read(other)}, the other ${say.read(row)}: the store gave one version to two different writes.`,
    ];
  },
  'phantom-read': ({ rows, key }, say) => [
    `${say.who(rows[0]!)} read ${say.read(rows[0]!)}, which no write made.`,
    `It is above the initial version${say.initial(key)}, and no write of the trace, timed-out ones included, can have made it.`,
  ],
  'stale-read': ({ rows }, say) => {
    const [row, newer] = rows as [number, number];
    const gap = say.history.readUs[row]! - say.end(newer);
    return [
      `${say.who(row, newer)} read ${say.read(row)} after ${say.written(newer)} was confirmed.`,
      `${say.who(newer, row)} was told success${say.at(say.end(newer))}, ${duration(gap / 1000)} before this read.`,
    ];
  },
  'lost-confirmation': ({ rows, data }, say) => [
    `${say.who(rows[0]!, rows[1])} timed out, but its write was applied as ${say.version(data.made)}.`,
    rows[1] === undefined ? '' : say.shows(rows[1], rows[0]!, data.made),
    'No other attempt in the trace can have made it, and its client was never told.',
  ],
  'unconditional-pattern': ({ key }, say) => [
    `${say.key(key)} may be written without a condition.`,
    'Stale writes were accepted and no refusal was seen.',
  ],
};

/** Parts of sentences about rows. */
class Phrases {
  readonly history: Analysis['history'];
  readonly #analysis: Analysis;

  constructor(analysis: Analysis) {
    this.#analysis = analysis;
    this.history = analysis.history;
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
    return (this.#analysis.rowFlags[row]! & ROW_FLAG.staleWrite) !== 0;
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
    const version = this.#analysis.keys.find((each) => each.key === key)?.initialVersion ?? NONE;
    return version === NONE ? '' : ` ${this.version(version)}`;
  }

  /** What a stale write did to those that it overwrote. */
  undone({ rows, data }: Finding): string {
    const undone = data.overtakers ?? rows.length - 1;
    const confirmed =
      undone === rows.length - 1 && rows.every((row) => this.history.result[row] === RESULT.success);
    if (data.untraced !== undefined) return 'Writers outside the trace wrote in between.';
    if (undone === 1) return confirmed ? 'Both were confirmed for one unit.' : '';
    return `It undid ${counted(undone, 'update')}${confirmed ? '; all of them were confirmed' : ''}.`;
  }
}
