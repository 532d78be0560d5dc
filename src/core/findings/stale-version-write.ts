import { nameAt } from '../history/names.ts';
import { absentWrite, nameBeside, offender, ofUnits, version, witness } from './attempt-words.ts';
import { NONE } from '../words/codes.ts';
import { STEP } from '../worlds/walk.ts';
import { define } from './definition.ts';
import { MOST_ROWS } from './key-world.ts';
import type { KeyWorld } from './key-world.ts';
import { OtherWrites } from './other-writes.ts';

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
      const { rows, makers, ...data } = others.before(step);
      const isAgain = scheme === 'sequential' && made === current;
      const isRemade =
        isAgain && (read ??= new Set(Array.from(all, (each) => history.readVersion[each]!))).has(made);
      // Where another attempt of a request made its write, its row is the one that says what it was based on.
      const making = [...(walk.maker[step] === row ? [] : [walk.maker[step]!]), ...makers];
      add(
        [row, ...rows.slice(0, MOST_ROWS - 1 - making.length), ...making],
        { base, made, current, ...data, ...(isRemade && { isRemade }) },
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
    return `${offender(history, rows)} wrote ${base}→${version(history, data.made)}${ofUnits(history, rows[0]!)} after ${overtaker} had already replaced ${base}${timing}`;
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
    const written = `${version(history, data.base)}→${version(history, data.made)}${ofUnits(history, row!)}`;
    if (first === undefined) return `${written} after a writer outside the trace`;
    const worker = nameAt(history, history.workerId, first) || nameBeside(history, first, row);
    return `${written} after ${worker}'s ${version(history, history.writeVersion[first])}`;
  },
  lacks: 'no condition on the version read',
  badge: 'stale',
  mechanism: 'race',
});

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
  return others.doVersionsRecur
    ? 'versions of the key come back, so that a writer outside the trace may have made it once more'
    : '';
}
