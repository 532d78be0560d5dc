/** Checks a finding by hand, from its rows and one look over the file: forty lines that know nothing of the walk. */
import type { Finding } from '../../../../src/core/findings/finding.ts';
import { NONE, RESULT } from '../../../../src/core/words/codes.ts';
import type { Figure } from './history-language.ts';

/** Whether the rows that a finding names prove what it says. */
export function holds({ code, key, rows, data }: Finding, { history: h, facts }: Figure): boolean {
  const all = Array.from({ length: h.size }, (_, row) => row).filter((row) => h.inventoryKey[row] === key);
  const [row = NONE, other = NONE] = rows;
  const is = (each: number, result: number): boolean => h.result[each] === result;
  const success = (each: number): boolean => is(each, RESULT.success);
  const [read, wrote] = [h.readVersion, h.writeVersion];
  const [initial, remaining] = [facts?.initial, facts?.remaining].map(
    (side) => side?.get(h.strings.at(key)!)?.value,
  );
  switch (code) {
    case 'stale-version-write': {
      const sibling = all.some((each) => h.requestId[each] === h.requestId[row] && read[each] === data.base);
      const between = (each: number): boolean =>
        is(each, RESULT.timeout)
          ? read[each]! < data.made!
          : h.requestId[each] === h.requestId[row] ||
            wrote[each] === NONE ||
            (wrote[each]! > data.base! && wrote[each]! <= data.made!);
      return (
        (success(row) || is(row, RESULT.timeout)) &&
        sibling &&
        rows.slice(1).every(between) &&
        (rows.length > 1 || data.untraced === 'the first')
      );
    }
    case 'duplicate-confirmation': {
      const transitions = new Set(rows.map((each) => `${h.inventoryKey[each]}@${wrote[each]}`));
      return (
        transitions.size === rows.length &&
        rows.every((each) => success(each) && h.requestId[each] === h.requestId[row])
      );
    }
    case 'confirmation-without-write': {
      const own = all.filter((each) => h.requestId[each] === h.requestId[row] && wrote[each] !== NONE);
      const later = (each: number): boolean => h.startUs[each]! > h.endUs[row]! || wrote[each] === read[each];
      return success(row) && own.every((each) => !success(each) || later(each));
    }
    case 'duplicate-write':
      return rows.length > 1 && rows.every((each) => h.requestId[each] === h.requestId[row]);
    case 'false-refusal':
      return (
        (is(row, RESULT.conflict) || is(row, RESULT.rejected)) &&
        !all.some((each) => success(each) && h.requestId[each] === h.requestId[row])
      );
    case 'contradictory-answers':
      return !success(row) && success(other) && h.requestId[row] === h.requestId[other];
    case 'value-contradiction':
      return data.value !== data.expected;
    case 'value-reuse':
      return h.readValue[row] === h.readValue[other] && success(row) && success(other);
    case 'version-gap':
      return facts?.closed === true && !all.some((each) => success(each) && wrote[each] === data.made);
    case 'lost-write':
      return success(row) && wrote[row]! > data.current!;
    case 'no-lawful-world':
      return (data.alternatives?.length ?? 0) > 0;
    case 'refusal-without-cause':
      return is(row, RESULT.conflict) || is(row, RESULT.retry);
    case 'invariant-mismatch': {
      const timeouts = all.filter((each) => is(each, RESULT.timeout)).length;
      const excess = initial! - remaining! - data.confirmed!;
      return (
        data.taken === initial! - remaining! &&
        data.confirmed! <= all.filter(success).length &&
        (excess !== 0 || timeouts > 0)
      );
    }
    case 'negative-inventory':
      return (
        data.value! < 0 &&
        (row === NONE ? [remaining] : [h.readValue[row], h.writeValue[row]]).includes(data.value)
      );
    case 'version-reuse':
      return other === NONE
        ? wrote[row]! <= read[row]!
        : wrote[row] === wrote[other] && read[row] !== read[other];
    case 'phantom-read':
      return !all.some((each) => success(each) && wrote[each] === read[row]);
    case 'stale-read':
      return wrote[other]! > read[row]! && h.endUs[other]! < h.readUs[row]!;
    case 'lost-confirmation':
      return (
        is(row, RESULT.timeout) &&
        !all.some(
          (each) => success(each) && wrote[each] === data.made && h.requestId[each] === h.requestId[row],
        )
      );
    case 'unconditional-pattern':
      return !all.some((each) => is(each, RESULT.conflict) || is(each, RESULT.retry));
    default:
      throw new Error(`nothing here proves a finding ${String(code)}`);
  }
}
