import { textTime } from '../cells/text-time.ts';
import { mappingOf } from '../column-names.ts';
import { isNamed, isNearlyAlwaysIn, numberOf, valuesIn } from './member.ts';
import type { Member, Scalar } from './member.ts';
import type { ProposedColumn } from './proposal.ts';
import { BEGIN, FINISH, LATENCY, TIME } from './vocabulary.ts';

/** Units of a time since 1970 by the least number that a clock of our days shows in it, the finest first. */
const UNITS = [
  { unit: 'ns', least: 1e18 },
  { unit: 'us', least: 1e15 },
  { unit: 'ms', least: 1e12 },
  { unit: 's', least: 1e9 },
] as const;
/** A time is at most this often the least one of its unit: until the year 2128. */
const LATEST = 5;

/** How the times of a member are written: as dates, or in a unit since 1970; undefined if they are none. */
export function timeUnitOf(
  member: Member,
  rows: readonly number[],
): 'date' | 'ns' | 'us' | 'ms' | 's' | undefined {
  const values = valuesIn(member, rows);
  if (values.length === 0) return undefined;
  if (values.every((value) => typeof value === 'string' && textTime(value) !== undefined)) return 'date';
  const isClock = isNamed(member, TIME) || isNamed(member, BEGIN) || isNamed(member, FINISH);
  const found = UNITS.find(({ least }) => values.every((value) => isWithin(value, least)));
  return isClock ? found?.unit : undefined;
}

function isWithin(value: Scalar, least: number): boolean {
  const number = numberOf(value);
  return number !== undefined && number >= least && number < least * LATEST;
}

/** When attempts began and ended. The time that every line has is when it was written, which is when the attempt had ended. */
export function timeColumns(
  members: readonly Member[],
  attempts: readonly number[],
  records: number,
): readonly ProposedColumn[] {
  const times = members.filter(
    (each) =>
      !isNamed(each, LATENCY) && isNearlyAlwaysIn(each, attempts) && timeUnitOf(each, attempts) !== undefined,
  );
  const all = Array.from({ length: records }, (_, row) => row);
  const ofLines = times.filter((each) => isNearlyAlwaysIn(each, all));
  const finish = times.find((each) => isNamed(each, FINISH));
  const begin = times.find(
    (each) => isNamed(each, BEGIN) && (finish !== undefined || !ofLines.includes(each)),
  );
  const written = ofLines
    .filter((each) => each !== begin)
    .sort((a, b) => fineness(b, attempts) - fineness(a, attempts))[0];
  const end = finish ?? written ?? times.find((each) => each !== begin);
  const isOfLine = end !== undefined && end === written;
  return [
    ...(begin ? [column('start_us', begin, attempts, 'its name says a beginning')] : []),
    ...(end
      ? [column('end_us', end, attempts, isOfLine ? 'when the line was written' : 'its name says an end')]
      : []),
  ];
}

/** Digits of a second that the times of a member show. */
function fineness(member: Member, rows: readonly number[]): number {
  return (
    Math.max(
      0,
      ...valuesIn(member, rows).map(
        (value) => String(value).split(/[.,]/)[1]?.match(/^\d+/)?.[0].length ?? 0,
      ),
    ) + (timeUnitOf(member, rows) === 'ms' ? 3 : timeUnitOf(member, rows) === 'us' ? 6 : 0)
  );
}

function column(
  name: 'start_us' | 'end_us',
  member: Member,
  attempts: readonly number[],
  because: string,
): ProposedColumn {
  const form = timeUnitOf(member, attempts)!;
  const isWhole = fineness(member, attempts) === 0;
  return {
    column: name,
    path: member.path,
    unit: form === 'date' || unitInName('end', member.path) ? undefined : form,
    certainty: isNamed(member, TIME) && !isWhole ? 'sure' : 'likely',
    because: because + (isWhole ? ', in whole seconds' : ''),
  };
}

/** Whether the name of a member says in which unit its times are. */
export function unitInName(column: string, path: string): boolean {
  return typeof mappingOf(column, path) !== 'string';
}
