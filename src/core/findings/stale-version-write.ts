import { nameAt } from '../history/names.ts';
import { absentWrite, nameBeside, offender, version, witness } from './attempt-words.ts';
import { countEach } from '../history/count-each.ts';
import { countUpTo } from '../history/count-up-to.ts';
import { endOf, firstOf } from '../history/attempt-times.ts';
import { NONE } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import { STEP } from '../worlds/walk.ts';
import { define } from './definition.ts';
import type { FindingData } from './found.ts';
import { MOST_ROWS } from './key-world.ts';
import type { KeyWorld } from './key-world.ts';

/** A write that was accepted although the version it was based on had already been replaced. */
export const staleVersionWrite = define({
  code: 'stale-version-write',
  level: 'error',
  find: (world, add) => {
    const { walk, scheme, history, rows: all } = world;
    const others = new OtherWrites(world);
    let read: ReadonlySet<number> | undefined;
    for (let step = 0; step < walk.kind.length; step++) {
      if (walk.kind[step] !== STEP.stale) continue;
      const row = walk.row[step]!;
      const [base, made, current] = [walk.base[step]!, walk.made[step]!, walk.current[step]!];
      const { rows, ...data } = scheme === 'opaque' ? others.onSameBase(step) : overtakers(world, step);
      const timing = timingOf(history, walk.maker[step]!, rows[0]);
      const isAgain = scheme === 'sequential' && made === current;
      const isRemade =
        isAgain && (read ??= new Set(Array.from(all, (each) => history.readVersion[each]!))).has(made);
      // Where another attempt of the request made the write, its row is the one that says what it was based on.
      const maker = walk.maker[step] === row ? [] : [walk.maker[step]!];
      add(
        [row, ...rows.slice(0, MOST_ROWS - 1 - maker.length), ...maker],
        { base, made, current, ...data, ...timing, ...(isRemade && { isRemade }) },
        hangsOn(world, others, step),
      );
    }
  },
  names: ['stale write', 'stale writes'],
  blame: ['write', 'confirm', 'read'],
  sentence: ({ rows, data }, { history }) => {
    const base = version(history, data.base);
    const isOutside = rows[1] === undefined || data.untraced === 'the first';
    const overtaker = isOutside ? 'a writer outside the trace' : witness(history, rows, 1);
    const timing = data.timing === 'began after' ? '; it began after that was confirmed' : '';
    return `${offender(history, rows)} wrote ${base}→${version(history, data.made)} after ${overtaker} had already replaced ${base}${timing}`;
  },
  claim: (finding, say) => {
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
  summary: ({ rows: [row, first], data }, history) => {
    const written = `${version(history, data.base)}→${version(history, data.made)}`;
    if (first === undefined) return `${written} after a writer outside the trace`;
    const worker = nameAt(history, history.workerId, first) || nameBeside(history, first, row);
    return `${written} after ${worker}'s ${version(history, history.writeVersion[first])}`;
  },
  lacks: 'no condition on the version read',
  badge: 'stale',
  mechanism: 'race',
});

type Overtakers = { readonly rows: readonly number[] } & Pick<FindingData, 'overtakers' | 'untraced'>;

/** Who made the versions after the one that a stale write was based on, up to the one that it made. */
function overtakers({ walk }: KeyWorld, step: number): Overtakers {
  const rows: number[] = [];
  const first = countUpTo(walk.chainVersion, walk.base[step]!);
  const end = countUpTo(walk.chainVersion, walk.made[step]!);
  const isOutside = (maker: number): boolean => maker < 0 || walk.kind[maker] === STEP.untraced;
  let outside = 0;
  for (let position = first; position < end && rows.length < MOST_ROWS - 1; position++) {
    const maker = walk.chainStep[position]!;
    if (isOutside(maker)) outside++;
    else if (maker !== step) rows.push(walk.row[maker]!);
  }
  // A base below the initial version was replaced before the run began.
  const replacedOutside = walk.base[step]! < walk.initialVersion || isOutside(walk.chainStep[first] ?? NONE);
  const isInChain = walk.made[step]! > walk.current[step]!;
  return {
    rows,
    overtakers: end - first - (isInChain ? 1 : 0),
    ...((replacedOutside || outside > 0) && { untraced: replacedOutside ? 'the first' : 'some' }),
  };
}

/** What a stale write is compared with: looked up once for all of a key, as a hot key has many of them. */
class OtherWrites {
  readonly #world: KeyWorld;
  #sameBase: readonly number[] | undefined;
  #times: ReadonlyMap<number, number> | undefined;
  #ends: readonly number[] | undefined;

  constructor(world: KeyWorld) {
    this.#world = world;
  }

  /** Where versions have no order: the last write before that was based on the same version, else the first after it. */
  onSameBase(step: number): Overtakers {
    this.#sameBase ??= onSameBase(this.#world);
    const other = this.#sameBase[step]!;
    return { rows: other === NONE ? [] : [this.#world.walk.row[other]!], overtakers: 1 };
  }

  /** How often a version became current. */
  timesCurrent(version: number): number {
    const { made, initialVersion } = this.#world.walk;
    this.#times ??= countEach(made);
    return (this.#times.get(version) ?? 0) + Number(version === initialVersion);
  }

  /** Whether all other writes had ended, as far as their times say, before the write of this step began. */
  hadEnded(step: number): boolean {
    const { history, walk } = this.#world;
    const endAt = (row: number): number => {
      const end = row === NONE ? -Infinity : endOf(history, row);
      return Number.isNaN(end) ? Infinity : end;
    };
    this.#ends ??= walk.maker
      .map(endAt)
      .sort((a, b) => b - a)
      .slice(0, 2);
    const [last, next = -Infinity] = this.#ends as [number, number?];
    const latest = endAt(walk.maker[step]!) === last ? next : last;
    return latest === -Infinity || latest < firstOf(history, walk.maker[step]!);
  }
}

/** Per step, the last step before it of the chain that has the same base, else the first one after it; NONE without any. */
function onSameBase({ walk: { base, kind } }: KeyWorld): readonly number[] {
  const chain = [...base.keys()].filter((step) => kind[step] === STEP.chain);
  const first = new Map(chain.toReversed().map((step) => [base[step]!, step]));
  const last = new Map<number, number>();
  return base.map((version, step) => {
    const other = last.get(version) ?? first.get(version) ?? NONE;
    if (kind[step] === STEP.chain) last.set(version, step);
    return other;
  });
}

/** What would make the write lawful after all: that the version it was based on came back. */
function hangsOn(
  { scheme, walk, history, missing, isClosed }: KeyWorld,
  others: OtherWrites,
  step: number,
): string {
  const base = walk.base[step]!;
  // An attempt that names no version made this one only if no row that is missing did.
  if (missing !== '' && history.writeVersion[walk.maker[step]!] === NONE) return absentWrite(missing, 'its');
  if (scheme === 'monotonic' && base === 0)
    return others.hadEnded(step) ? 'a deletion of the record in between would settle it' : '';
  if (scheme !== 'opaque' || isClosed) return '';
  return others.timesCurrent(base) > 1
    ? 'the version comes back, so that a writer outside the trace may have made it once more'
    : '';
}

function timingOf(history: History, row: number, first: number | undefined): Pick<FindingData, 'timing'> {
  if (first === undefined) return {};
  const [begun, confirmed] = [firstOf(history, row), endOf(history, first)];
  if (Number.isNaN(begun) || Number.isNaN(confirmed)) return {};
  return { timing: begun > confirmed ? 'began after' : 'overlapped' };
}
