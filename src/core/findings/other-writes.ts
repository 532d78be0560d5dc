import { countUpTo } from '../history/count-up-to.ts';
import { begunOf, endOf, firstOf } from '../history/attempt-times.ts';
import { NONE } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import { STEP } from '../worlds/walk.ts';
import { doVersionsRecur } from '../worlds/walk-opaque.ts';
import type { Walk } from '../worlds/walk.ts';
import type { FindingData } from './found.ts';
import { MOST_ROWS } from './key-world.ts';
import type { KeyWorld } from './key-world.ts';

/** Who replaced the base of a stale write: the first of them first, and whether the attempts overlapped. */
type Overtakers = {
  readonly rows: readonly number[];
  /** The attempt of the first of them, where another row of its request stands for its write: that one says its base. */
  readonly makers: readonly number[];
} & Pick<FindingData, 'overtakers' | 'untraced' | 'timing'>;

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
    makers: isOutside(walk.chainStep[first] ?? NONE) ? [] : otherMaker(walk, walk.chainStep[first]!),
    overtakers: end - first - (isInChain ? 1 : 0),
    ...((replacedOutside || outside > 0) && { untraced: replacedOutside ? 'the first' : 'some' }),
  };
}

/** What a stale write is compared with: looked up once for all of a key, as a hot key has many of them. */
export class OtherWrites {
  readonly #world: KeyWorld;
  #sameBase: readonly number[] | undefined;
  #ends: readonly number[] | undefined;

  constructor(world: KeyWorld) {
    this.#world = world;
  }

  /** Who replaced the base of the stale write of a step. */
  before(step: number): Overtakers {
    const { scheme, history, walk } = this.#world;
    const found = scheme === 'opaque' ? this.#onSameBase(step) : overtakers(this.#world, step);
    return { ...found, ...timingOf(history, walk.maker[step]!, found.rows[0]) };
  }

  /** Where versions have no order: the last write before that was based on the same version, else the first after it. */
  #onSameBase(step: number): Overtakers {
    this.#sameBase ??= onSameBase(this.#world);
    const other = this.#sameBase[step]!;
    const { walk } = this.#world;
    if (other === NONE) return { rows: [], makers: [], overtakers: 1 };
    return { rows: [walk.row[other]!], makers: otherMaker(walk, other), overtakers: 1 };
  }

  /** Whether some version of the key is known to have become current more than once. */
  get doVersionsRecur(): boolean {
    return doVersionsRecur(this.#world.walk);
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

function otherMaker({ row, maker }: Walk, step: number): readonly number[] {
  return row[step] === maker[step] ? [] : [maker[step]!];
}

function timingOf(history: History, row: number, first: number | undefined): Pick<FindingData, 'timing'> {
  if (first === undefined) return {};
  const [begun, confirmed] = [begunOf(history, row), endOf(history, first)];
  if (Number.isNaN(begun) || Number.isNaN(confirmed)) return {};
  return { timing: begun > confirmed ? 'began after' : 'overlapped' };
}
