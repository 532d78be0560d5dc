import { offender, version, witness } from './attempt-words.ts';
import { STEP } from '../worlds/walk.ts';
import { define } from './definition.ts';

/** One version made by two writes with different bases, or a write that made no version above its base. */
export const versionReuse = define({
  code: 'version-reuse',
  level: 'error',
  find: ({ walk, scheme, missing }, add) => {
    if (scheme === 'opaque') return;
    let first = -1;
    for (let step = 0; step < walk.kind.length; step++) {
      const kind = walk.kind[step];
      // It may repeat an earlier answer of its request whose row is not in the trace; then it wrote nothing.
      if (kind === STEP.misnumbered)
        add(
          [walk.row[step]!],
          {},
          missing === '' ? '' : `it may repeat an answer whose row is missing: ${missing}`,
        );
      if (kind !== STEP.chain && kind !== STEP.stale) continue;
      // Steps are in the order of the versions made, so that writes of one version are neighbours among the writes.
      if (first < 0 || walk.made[first] !== walk.made[step]) first = step;
      else if (walk.base[first] !== walk.base[step]) add([walk.row[step]!, walk.row[first]!]);
    }
  },
  names: ['reused version', 'reused versions'],
  blame: ['write', 'read', 'confirm'],
  sentence: ({ rows }, { history }) => {
    const row = rows[0]!;
    const made = version(history, history.writeVersion[row]);
    const base = version(history, history.readVersion[row]);
    if (rows[1] === undefined)
      return `${offender(history, rows)} wrote ${made} although it had already read ${base}`;
    const otherBase = version(history, history.readVersion[rows[1]]);
    return `${offender(history, rows)} and ${witness(history, rows, 1)} both made ${made}, from ${base} and from ${otherBase}`;
  },
  claim: ({ rows }, say) => {
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
  summary: ({ rows: [row, other] }, history) => {
    const made = version(history, history.writeVersion[row!]);
    const base = version(history, history.readVersion[row!]);
    if (other === undefined) return `${made} written on top of ${base}`;
    return `${made} made twice, from ${version(history, history.readVersion[other])} and from ${base}`;
  },
  lacks: 'made a version that was made before',
  badge: 'reused version',
  mechanism: 'storage transaction problem',
});
