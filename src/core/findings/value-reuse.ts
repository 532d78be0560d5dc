import { countEach } from '../history/count-each.ts';
import { endOf, firstOf } from '../history/attempt-times.ts';
import { RESULT } from '../words/codes.ts';
import { counted } from '../words/numbers.ts';
import { ROLE } from '../worlds/requests.ts';
import { offender, witness } from './attempt-words.ts';
import { define } from './definition.ts';

/** Without versions: two successes that read the same value, on a key whose writes all lower it. */
export const valueReuse = define({
  code: 'value-reuse',
  level: 'error',
  find: ({ history, rows, hasVersions, isClosed, units, requests }, add) => {
    if (hasVersions || !history.columns.has('read_value')) return;
    const { readValue, result, requestId } = history;
    const tried = [...rows].filter(
      (row) =>
        requests.role[row] !== ROLE.repeated &&
        (result[row] === RESULT.success || result[row] === RESULT.timeout),
    );
    if (tried.some((row) => !(units.of(row) > 0))) return;
    const attempts = countEach(tried.map((row) => requestId[row]!));
    const mayRepeat = (row: number): boolean => (attempts.get(requestId[row]!) ?? 0) > 1;
    const acting = tried.filter((row) => result[row] === RESULT.success);
    const first = new Map<number, number>();
    for (const row of acting) {
      const value = readValue[row]!;
      const earlier = first.get(value);
      if (Number.isNaN(value)) continue;
      if (earlier === undefined) first.set(value, row);
      else if (requestId[earlier] !== requestId[row]) {
        const [a, b] = [earlier, row];
        const isOverlapping =
          firstOf(history, a) <= endOf(history, b) && firstOf(history, b) <= endOf(history, a);
        const hangsOn = [
          ...(mayRepeat(a) || mayRepeat(b) ? ['an answer may repeat an earlier one of its request'] : []),
          ...(isOverlapping || isClosed ? [] : ['units given back in between would explain it']),
        ];
        add([row, earlier], { value }, hangsOn.join(', and '));
      }
    }
  },
  names: ['value read by two', 'values read by two'],
  blame: ['write', 'read', 'confirm'],
  sentence: ({ rows, data }, { history }) =>
    `${offender(history, rows)} and ${witness(history, rows, 1)} both took from ${counted(data.value ?? 0, 'unit')}: one of them took what the other had`,
  claim: ({ rows, data }, say) => [
    `${say.who(rows[1]!, rows[0])} and ${say.who(rows[0]!, rows[1])} took the same unit.`,
    `Both read ${counted(data.value ?? 0, 'unit')} and were confirmed, and no unit was given back.`,
  ],
  summary: ({ data }) => `two took from ${counted(data.value ?? 0, 'unit')}`,
  lacks: 'no condition on the value read',
  badge: 'same value',
  mechanism: 'race',
});
