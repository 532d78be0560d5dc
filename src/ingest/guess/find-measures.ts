import { integerOf, isNamed, isNearlyAlwaysIn, numberOf, distinctIn, valuesIn } from './member.ts';
import type { Member } from './member.ts';
import { unitInName } from './find-times.ts';
import { takenBetween } from './pairs.ts';
import type { Pair } from './pairs.ts';
import type { ProposedColumn } from './proposal.ts';
import { AFTER, BEFORE, LATENCY, QUEUE, RETRIES, SITE, UNITS, WORKERS } from './vocabulary.ts';

/** More units than one attempt takes. */
const MOST_UNITS = 10_000;

/** How many units an attempt takes: what is less after it, or what the name says. */
export function unitsColumn(
  members: readonly Member[],
  attempts: readonly number[],
  values: Pair | undefined,
): ProposedColumn | undefined {
  const taken = values && takenBetween(values, members);
  if (taken !== undefined)
    return {
      column: 'units',
      path: taken.path,
      certainty: 'sure',
      because: `${values!.write.path} is less than ${values!.read.path} by it`,
    };
  const [member, second] = members.filter((each) => isUnits(each, attempts, values));
  if (member === undefined || second !== undefined) return undefined;
  // What is left is known, and is not less by it.
  if (values?.relation !== undefined && distinctIn(member, attempts) > 1) return undefined;
  const because = 'its name is that of a quantity, and nothing in the log tells what was left';
  return { column: 'units', path: member.path, certainty: 'likely', because };
}

function isUnits(member: Member, attempts: readonly number[], values: Pair | undefined): boolean {
  const isState =
    isNamed(member, BEFORE) || isNamed(member, AFTER) || member === values?.read || member === values?.write;
  return (
    isNamed(member, UNITS) &&
    !isState &&
    isNearlyAlwaysIn(member, attempts) &&
    valuesIn(member, attempts).every((value) => {
      const units = integerOf(value);
      return units !== undefined && units > 0 && units <= MOST_UNITS;
    })
  );
}

/** How long attempts took and waited, where the name says in which unit; else what to say of it. */
export function durationColumns(
  members: readonly Member[],
  attempts: readonly number[],
): { readonly columns: readonly ProposedColumn[]; readonly notes: readonly string[] } {
  const columns: ProposedColumn[] = [];
  const notes: string[] = [];
  for (const member of members) {
    const column = isNamed(member, QUEUE)
      ? 'queue_delay_ms'
      : isNamed(member, LATENCY)
        ? 'latency_ms'
        : undefined;
    if (column === undefined || columns.some((each) => each.column === column)) continue;
    const values = valuesIn(member, attempts).map(numberOf);
    if (values.length < attempts.length / 2 || !areLengths(values)) continue;
    const because = `its name says ${column === 'latency_ms' ? 'how long it took' : 'a wait'}, and the unit`;
    if (unitInName(column.slice(0, -3), member.path))
      columns.push({ column, path: member.path, certainty: 'sure', because });
    else if (member.path === PINO_LATENCY && isPinos(members))
      columns.push({
        ...{ column, path: member.path, unit: 'ms', certainty: 'likely' },
        because: 'pino-http writes it in milliseconds',
      });
    else
      notes.push(
        `${member.path} may be ${column}, but nothing says its unit; if it is known, map ${column.slice(0, -3)}=${member.path}@ms, @s or @us.`,
      );
  }
  return { columns, notes };
}

/** How pino-http calls the time of an answer. */
const PINO_LATENCY = 'responseTime';

/** Whether a log is pino's, which has its levels as numbers. */
function isPinos(members: readonly Member[]): boolean {
  const level = members.find(({ path }) => path === 'level');
  return level?.values.some((value) => typeof value === 'number') === true;
}

/** Whether these can be lengths of time: what only ever grows is the time since the program began. */
function areLengths(values: readonly (number | undefined)[]): boolean {
  if (values.some((value) => value === undefined || value < 0)) return false;
  const growing = values.filter((value, i) => i > 0 && value! >= values[i - 1]!).length;
  return values.length < 10 || growing <= 0.9 * values.length || values.at(-1) === values[0];
}

/** Counts of attempts, where they count those before this one. */
export function retryColumn(
  members: readonly Member[],
  attempts: readonly number[],
): { readonly column?: ProposedColumn; readonly note?: string } {
  const member = members.find(
    (each) =>
      isNamed(each, RETRIES) &&
      isNearlyAlwaysIn(each, attempts) &&
      valuesIn(each, attempts).every((value) => (integerOf(value) ?? -1) >= 0),
  );
  if (member === undefined) return {};
  const counts = valuesIn(member, attempts).map((value) => integerOf(value)!);
  if (!counts.includes(0))
    return {
      note: `${member.path} counts from ${Math.min(...counts)}, and retry_count from 0: it is not mapped.`,
    };
  const because = 'its name says retries, and it counts from 0';
  return { column: { column: 'retry_count', path: member.path, certainty: 'likely', because } };
}

/** Which of several programs served an attempt; nothing where there is only one. */
export function workerColumn(
  members: readonly Member[],
  attempts: readonly number[],
): ProposedColumn | undefined {
  for (const names of WORKERS)
    for (const member of members) {
      const distinct = distinctIn(member, attempts);
      if (
        !isNamed(member, names) ||
        !isNearlyAlwaysIn(member, attempts) ||
        distinct < 2 ||
        distinct > attempts.length / 2
      )
        continue;
      const because = `its name is that of a worker; ${distinct} of them served`;
      return { column: 'worker_id', path: member.path, certainty: 'likely', because };
    }
  return undefined;
}

/** The place in the source that wrote the line. */
export function siteColumn(
  members: readonly Member[],
  attempts: readonly number[],
): ProposedColumn | undefined {
  const member = members.find(
    (each) =>
      isNamed(each, SITE) &&
      isNearlyAlwaysIn(each, attempts) &&
      valuesIn(each, attempts).every(
        (value) => typeof value === 'string' && /^[^\s:]+:\d+(?::\d+)?$/.test(value),
      ),
  );
  const because = 'file and line of the call that logged the attempt';
  return member && { column: 'confirm_site', path: member.path, certainty: 'likely', because };
}
