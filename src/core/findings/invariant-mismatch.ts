import { count, counted, signed } from '../words/numbers.ts';
import { text } from './attempt-words.ts';
import { doVersionsRecur } from '../worlds/walk-opaque.ts';
import { define } from './definition.ts';
import type { KeyWorld } from './key-world.ts';

/** A key whose books do not balance: more or less was confirmed than its inventory fell by. */
export const invariantMismatch = define({
  code: 'invariant-mismatch',
  level: 'error',
  find: (world, add) => {
    const { books } = world;
    const { initial, remaining, confirmed, unconfirmed, outside, openLeast, openMost, hasReleases } = books;
    if (initial === undefined || Number.isNaN(outside) || Number.isNaN(confirmed)) return;
    if (remaining === undefined) {
      const isSold = confirmed + unconfirmed > initial && !hasReleases;
      if (isSold) add([], { confirmed, initial }, hangsOn(world));
      return;
    }
    const taken = initial - remaining;
    const least = confirmed + unconfirmed + outside + openLeast;
    const most = confirmed + unconfirmed + outside + openMost;
    if (taken >= least && taken <= most) return;
    const written = confirmed + unconfirmed + outside;
    add([], { confirmed, taken, ...(written !== confirmed && { written }) }, hangsOn(world));
  },
  names: ['key out of balance', 'keys out of balance'],
  blame: [],
  sentence: ({ key, data }, { history, keys }) => {
    const { confirmed = 0, taken, initial, written = confirmed } = data;
    if (taken === undefined)
      return `${text(history, key)}: ${counted(confirmed, 'unit')} confirmed of ${count(initial ?? 0)} that there ${initial === 1 ? 'was' : 'were'}`;
    const ledger = keys.find((each) => each.key === key)?.ledger;
    const books = `initial ${count(ledger?.initial ?? 0)} − remaining ${count(ledger?.remaining ?? 0)}`;
    const more =
      written === confirmed ? '' : ` and ${count(written - confirmed)} written without a confirmation`;
    return `${text(history, key)}: ${counted(confirmed, 'unit')} confirmed${more} but ${count(taken)} taken (${books}), a mismatch of ${signed(written - taken)}`;
  },
  claim: ({ key, data: { confirmed = 0, taken, initial = 0, written = confirmed } }, say) =>
    taken === undefined
      ? [
          `${say.key(key)} was sold out and more.`,
          `${counted(confirmed, 'unit')} confirmed of ${count(initial)}.`,
        ]
      : [
          `${say.key(key)} is out of balance by ${signed(written - taken)}.`,
          `${counted(confirmed, 'unit')} confirmed, but the inventory fell by ${count(taken)}.`,
        ],
  summary: ({ data: { confirmed = 0, taken, initial = 0, written = confirmed } }) =>
    taken === undefined
      ? `${count(confirmed)} confirmed of ${count(initial)}`
      : `${count(confirmed)} confirmed, ${count(taken)} taken: ${signed(written - taken)}`,
  lacks: '',
  badge: 'mismatch',
});

/** What would balance the books after all. */
function hangsOn({ missing, hasVersions, hasStatedEnds, isClosed, walk }: KeyWorld): string {
  if (missing !== '') return `rows are missing that may have taken or confirmed units: ${missing}`;
  // A writer outside the trace that brings a version back leaves no gap.
  return hasVersions && !isClosed && (!hasStatedEnds || doVersionsRecur(walk))
    ? `a writer outside the trace may have changed the value${hasStatedEnds ? '' : ': the versions of the store before and after would show it'}`
    : '';
}
