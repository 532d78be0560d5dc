import { offender, version } from './attempt-words.ts';
import { inTime } from '../history/attempt-times.ts';
import { compareBy } from '../history/group.ts';
import { STEP } from '../worlds/walk.ts';
import { NONE } from '../words/codes.ts';
import { define } from './definition.ts';
import type { KeyWorld } from './key-world.ts';

/** A timed-out attempt that was applied and whose client was never told. */
export const lostConfirmation = define({
  code: 'lost-confirmation',
  level: 'info',
  find: (world, add) => {
    const { walk, requests, cases, knowsAnswers } = world;
    if (!knowsAnswers) return;
    const answered = new Set(
      cases.filter(({ of }) => of.bare.length > 0 || of.refusal !== NONE).flatMap(({ writes }) => writes),
    );
    let readers: ReadonlyMap<number, number> | undefined;
    for (let step = 0; step < walk.kind.length; step++) {
      const row = walk.row[step]!;
      if (walk.kind[step] === STEP.untraced || requests.teller[row] !== NONE || answered.has(row)) continue;
      const [base, made, next] = [walk.base[step]!, walk.made[step]!, walk.row[step + 1] ?? NONE];
      const witness = next === NONE ? (readers ??= firstReaders(world)).get(made) : next;
      const isAlone = witness === undefined || witness === row;
      add(isAlone ? [row] : [row, witness], { base, made });
    }
  },
  names: ['lost confirmation', 'lost confirmations'],
  blame: ['write', 'confirm', 'read'],
  sentence: ({ rows, data }, { history }) =>
    `${offender(history, rows)} timed out, but its write was applied as ${version(history, data.made)}; its client was never told`,
  claim: ({ rows, data }, say) => [
    `${say.who(rows[0]!, rows[1])} timed out, but its write was applied as ${say.version(data.made)}.`,
    rows[1] === undefined ? '' : say.shows(rows[1], rows[0]!, data.made),
    'No other attempt in the trace can have made it, and its client was never told.',
  ],
  summary: ({ data }, history) => `timed out, but applied as ${version(history, data.made)}`,
  lacks: 'applied, but the client was not told',
  badge: 'lost answer',
});

/** Version → the row that read it first: by the clock, else in the file. */
function firstReaders({ history, rows }: KeyWorld): Map<number, number> {
  const { readVersion, readUs } = history;
  const first = new Map<number, number>();
  for (const row of rows) {
    const known = first.get(readVersion[row]!);
    const isFirst = known === undefined || (compareBy(readUs, row, known) || inTime(history, row, known)) < 0;
    if (isFirst) first.set(readVersion[row]!, row);
  }
  return first;
}
