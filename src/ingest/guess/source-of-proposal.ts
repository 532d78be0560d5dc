import type { ConfigSource } from '../config/schema.ts';
import { folded } from '../column-names.ts';
import { ANY } from '../mapping/source-mapping.ts';
import type { Proposal } from './proposal.ts';

/** A proposal as a source of `race-trace.json`. Values of the result that nothing explains are left out. */
export function sourceOfProposal(files: string, { columns, results, where }: Proposal): ConfigSource {
  const result = columns.find(({ column }) => column === 'result')!;
  const units = columns.find(({ column }) => column === 'units');
  const others = columns.filter((each) => each !== result && each !== units);
  // The format's own words have their meaning anyway.
  const meanings = results.flatMap(({ value, result: ours }) =>
    ours === undefined || folded(value) === ours ? [] : [[value, ours] as const],
  );
  const from = { from: result.path } as object;
  return {
    files,
    ...(where && { where: { [where.path]: oneOrAll(where.values ?? [ANY]) } }),
    map: Object.fromEntries(
      others.map(({ column, path, unit }) =>
        unit === undefined ? [column, path] : [column.replace(/_[mu]s$/, ''), `${path}@${unit}`],
      ),
    ),
    result: { ...from, ...Object.fromEntries(meanings) },
    ...(units && { units: units.path }),
  };
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}
