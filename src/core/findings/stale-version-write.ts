import { nameAt } from '../history/names.ts';
import { nameBeside, offender, version, witness } from './attempt-words.ts';
import { define } from './definition.ts';

/** A write that was accepted although the version it was based on had already been replaced. */
export const staleVersionWrite = define({
  code: 'stale-version-write',
  level: 'error',
  names: ['stale write', 'stale writes'],
  blame: ['write', 'confirm', 'read'],
  sentence: ({ rows, data }, { history }) => {
    const base = version(history, data.base);
    const isOutside = rows[1] === undefined || data.untraced === 'the first';
    const overtaker = isOutside ? 'a writer outside the trace' : witness(history, rows, 1);
    return `${offender(history, rows)} wrote ${base}→${version(history, data.made)} after ${overtaker} had already replaced ${base}`;
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
