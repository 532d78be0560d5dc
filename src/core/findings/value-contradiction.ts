import { NONE } from '../words/codes.ts';
import { count, counted } from '../words/numbers.ts';
import { ROLE } from '../worlds/requests.ts';
import { offender, version } from './attempt-words.ts';
import { define } from './definition.ts';

/** A value that was read at a version and is not the one written with it, or units that the row's own values deny. */
export const valueContradiction = define({
  code: 'value-contradiction',
  level: 'error',
  find: ({ history, rows, values, walk, units, isReplay, requests, books }, add) => {
    const { readVersion, readValue, writeVersion, columns } = history;
    if (!columns.has('read_value') && !columns.has('write_value')) return;
    let steps: ReadonlyMap<number, number> | undefined;
    for (const row of rows) {
      if (requests.role[row] === ROLE.repeated) continue;
      if (units.contradicts(row) && !isReplay(row)) {
        const value = history.units[row]!;
        add([row], { value, expected: readValue[row]! - history.writeValue[row]!, made: NONE });
      }
      const expected = values.get(readVersion[row]!);
      if (isReplay(row) || expected === undefined || !(Math.abs(readValue[row]! - expected) > 0)) continue;
      steps ??= firstSteps(walk.made);
      const maker = walk.row[steps.get(readVersion[row]!) ?? NONE] ?? NONE;
      const witness = maker === NONE || maker === row ? [] : [maker];
      add([row, ...witness], { value: readValue[row]!, expected, made: readVersion[row]! });
    }
    const last = walk.finalVersion;
    const left = books.remaining;
    const step = walk.made.lastIndexOf(last);
    const written = values.get(last);
    const isTold = step >= 0 && walk.row[step] !== NONE && last !== NONE && left !== undefined;
    if (isTold && written !== undefined && Math.abs(written - left) > 0) {
      const row = walk.row[step]!;
      const made = writeVersion[row] === NONE ? last : writeVersion[row]!;
      add([row], { value: left, expected: written, made });
    }
  },
  names: ['value contradiction', 'value contradictions'],
  blame: ['read', 'write', 'confirm'],
  sentence: ({ rows, data }, { history }) => {
    const { value = 0, expected = 0, made } = data;
    if (made === NONE)
      return `${offender(history, rows)} says that it took ${counted(value, 'unit')}, but its own values differ by ${count(expected)}`;
    const isRead = history.readVersion[rows[0]!] === made;
    return isRead
      ? `${offender(history, rows)} read ${counted(value, 'unit')} at ${version(history, made)}, which was written with ${count(expected)}`
      : `${offender(history, rows)} wrote ${counted(expected, 'unit')} as ${version(history, made)}, but the store has ${count(value)} there`;
  },
  claim: ({ rows, data: { value = 0, expected = 0, made } }, say) =>
    made === NONE
      ? [
          `${say.who(rows[0]!)} took other units than it says.`,
          `It says ${count(value)}; its values differ by ${count(expected)}.`,
        ]
      : [
          `${say.version(made)} has two values.`,
          `It was written with ${counted(expected, 'unit')}, and ${count(value)} ${value === 1 ? 'was' : 'were'} found there.`,
        ],
  summary: ({ data: { value = 0, expected = 0 } }) => `${count(value)} found, ${count(expected)} expected`,
  lacks: 'not the value that was written',
  badge: 'two values',
  mechanism: 'storage transaction problem',
});

/** Version → the first step that made it. */
function firstSteps(made: readonly number[]): ReadonlyMap<number, number> {
  // The later entry of a map wins.
  return new Map(made.map((version, step) => [version, step] as const).reverse());
}
