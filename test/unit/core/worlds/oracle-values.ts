/** The values and units of one world of a key, and the errors that are in them, for the oracle. */
import { beganAt, type Row, type Write } from './outcomes.ts';
import type { KeyFacts, Step, Steps } from './oracle-steps.ts';

/** What each write took, the value at each version, and the sum of it all. */
export function valueErrors(
  facts: KeyFacts,
  { steps, recurs }: Steps,
  reads: readonly Row[],
  errors: Set<string>,
): { readonly open: number; readonly isDoubted: boolean } {
  const { rows, manifest, scheme, initial, final, start } = facts;
  const values = new Map<number, number>();
  const [{ value: first }, { value: last, version: end }] = [initial, final];
  if (start !== undefined && initial.version !== undefined && first !== undefined) values.set(start, first);
  const found = (version: number): number =>
    (version === end ? last : undefined) ??
    reads.find((row) => row.read === version && row.readValue !== undefined)?.readValue ??
    NaN;
  let value = first ?? NaN;
  let sum = 0;
  let gaveBack = false;
  let open = 0;
  let isDoubted = false;
  for (const { write, made } of steps) {
    const before = value;
    if (write === undefined) {
      value = found(made);
      // Without an order nothing says what stood before it.
      sum += scheme === 'opaque' ? NaN : before - value;
      gaveBack = true;
      if (!values.has(made)) values.set(made, value);
      continue;
    }
    const { maker, namers, base } = write;
    const all = [maker, ...namers];
    const at =
      maker.readValue ??
      (base !== undefined ? values.get(base) : admitsHidden(facts) ? undefined : before) ??
      NaN;
    const said = all.map((row) => row.writeValue).find((each) => each !== undefined);
    let units =
      [ownUnits(maker), ...namers.map((row) => row.units ?? NaN), unitsIn(facts, maker)].find(
        (each) => !Number.isNaN(each),
      ) ?? NaN;
    // Open units are what the values on both sides say.
    if (Number.isNaN(units)) {
      const isShown = said !== undefined || !Number.isNaN(found(made));
      if (!isShown) open++;
      units = at - (said ?? found(made));
    }
    gaveBack ||= units < 0;
    value = said ?? at - units;
    if (said !== undefined && maker.writeValue !== undefined && said < 0) errors.add('negative-inventory');
    // A write that no client was told of counts with the change that it made.
    sum += isTold(facts, write, steps) || Number.isNaN(before - value) ? units : before - value;
    if (base !== undefined && base >= made) continue;
    values.set(made, values.has(made) ? NaN : value);
  }
  for (const row of reads) {
    if (
      row.units !== undefined &&
      row.units + (row.writeValue ?? NaN) - (row.readValue ?? NaN) !== 0 &&
      !Number.isNaN((row.writeValue ?? NaN) - (row.readValue ?? NaN))
    )
      errors.add('value-contradiction');
    if (Math.abs((values.get(row.read ?? NaN) ?? NaN) - (row.readValue ?? NaN)) > 0)
      errors.add('value-contradiction');
    if (row.readValue !== undefined && row.readValue < 0) errors.add('negative-inventory');
  }
  const isMade = steps.some(({ made }) => made === end);
  const hasValues = rows.some((row) => (row.readValue ?? row.writeValue) !== undefined);
  if (hasValues && isMade && end !== undefined && Math.abs((values.get(end) ?? NaN) - (last ?? NaN)) > 0)
    errors.add('value-contradiction');
  if ((first ?? 0) < 0 || (last ?? 0) < 0) errors.add('negative-inventory');
  if (isUnbalanced(facts, steps, sum, gaveBack)) {
    if (recurs && manifest.closed !== true) isDoubted = true;
    else errors.add('invariant-mismatch');
  }
  return { open, isDoubted };
}

/** Whether a client was told of a write. */
export function isTold({ rows }: KeyFacts, { maker, namers, made }: Write, steps: readonly Step[]): boolean {
  if (namers.some(({ result }) => result === 'success')) return true;
  const own = steps.flatMap(({ write }) => (write?.maker.request === maker.request ? [write] : []));
  if (own.some((write) => write.namers.some(({ result }) => result === 'success'))) return false;
  if (own.some((write) => write.made < made)) return false;
  const isLate = (row: Row): boolean => !own.every((write) => beganAt(write.maker) > (row.end ?? NaN));
  return rows.some(
    (row) =>
      row.request === maker.request && row.result === 'success' && row.write === undefined && isLate(row),
  );
}

/** Whether an outside write may hide behind an empty read_version. */
function admitsHidden({ initial, final, manifest, scheme }: KeyFacts): boolean {
  const hasEnds = initial.version !== undefined && final.version !== undefined;
  return manifest.closed !== true && !(scheme === 'sequential' && hasEnds);
}

function isUnbalanced(facts: KeyFacts, steps: readonly Step[], sum: number, gaveBack: boolean): boolean {
  const { initial, final, manifest } = facts;
  const [{ value: first, version: start }, { value: last, version: end }] = [initial, final];
  const { closed, complete } = manifest;
  const hasEnds = start !== undefined && end !== undefined;
  if (!complete || first === undefined || Number.isNaN(sum) || (!hasEnds && closed !== true)) return false;
  const isHidden = steps.some(({ write }) => write !== undefined && write.base === undefined);
  if (isHidden && admitsHidden(facts)) return false;
  return last === undefined ? sum > first && !gaveBack : sum !== first - last;
}

/** The units of an attempt, as its row or the manifest says; NaN where they are open. */
export function unitsIn({ manifest, saysUnits }: KeyFacts, row: Row): number {
  const own = ownUnits(row);
  if (!Number.isNaN(own)) return own;
  return manifest.unitsPerSuccess ?? (saysUnits ? NaN : 1);
}

/** The units that a row says in its own cells; NaN where it says none. */
export function ownUnits({ units, readValue = NaN, writeValue = NaN }: Row): number {
  return units ?? readValue - writeValue;
}
