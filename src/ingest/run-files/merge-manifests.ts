import { isDeepStrictEqual } from 'node:util';
import { clipped, printableName } from '../../core/words/printable.ts';
import { factsOf } from './manifest-facts.ts';
import { NO_MANIFEST, type ManifestReading } from './manifest.ts';

/** The manifest beside one of several files. */
export interface NamedManifest extends ManifestReading {
  /** Of the trace. */
  readonly path: string;
}

/** Two manifests say different things of what can only be one; `message` names both. */
export class ContradictionError extends Error {
  override readonly name = 'ContradictionError';
}

type Members = ManifestReading['members'];
type Records = NonNullable<Members['initial']>;

/** What one run can have only once: files of which two differ in it are not one history. */
const ONE_OF_A_RUN = [
  'variant',
  'seed',
  'idempotent',
  'version_scheme',
  'units_per_success',
  'closed',
  'schedule',
] as const satisfies readonly (keyof Members)[];

/** What is said of one file or host: it is left out where files differ. */
const OF_A_FILE = [
  'phase',
  'store',
  'workers',
  'admitted',
  'code',
  'workload',
  'explored',
  'faults',
  'origin_us',
  'environment',
  'machine',
] as const satisfies readonly (keyof Members)[];

/** Whether every file has the same manifest, as copies of one that speaks of all of them. */
export function areAllTheSame(manifests: readonly NamedManifest[]): boolean {
  const [first] = manifests;
  return manifests.every(({ members }) => isDeepStrictEqual(members, first?.members));
}

/**
 * What the manifests of several files say of the one history that they are. It is complete only if every file has a
 * manifest that says so. @throws ContradictionError
 */
export function mergedManifest(manifests: readonly NamedManifest[]): ManifestReading {
  const given = manifests.filter(({ facts }) => facts !== undefined);
  if (given.length === 0) return NO_MANIFEST;
  const members: Members = {
    ...Object.fromEntries(ONE_OF_A_RUN.flatMap((member) => entryOf(member, given, contradicts))),
    ...Object.fromEntries(OF_A_FILE.flatMap((member) => entryOf(member, given, () => []))),
    ...records('initial', given),
    ...records('remaining', given),
    ...amounts(given),
    ...listsOf(given),
    complete:
      given.length === manifests.length && given.every(({ members: { complete } }) => complete === true),
  };
  const problems = given.flatMap(({ path, problems: all }) =>
    all.map(({ field, message }) => ({ field, message: `${clipped(path, 120)}: ${message}` })),
  );
  return { members, problems, facts: factsOf(members) };
}

type Entry = readonly [string, unknown];

/** The value that all have which have one; `differ` says what becomes of several. */
function entryOf(
  member: keyof Members,
  given: readonly NamedManifest[],
  differ: (member: string, one: NamedManifest, other: NamedManifest) => readonly Entry[],
): readonly Entry[] {
  const stating = given.filter(({ members }) => members[member] !== undefined);
  const [first] = stating;
  if (first === undefined) return [];
  const value = first.members[member];
  const other = stating.find(({ members }) => !isDeepStrictEqual(members[member], value));
  return other === undefined ? [[member, value]] : differ(member, first, other);
}

function contradicts(member: string, one: NamedManifest, other: NamedManifest): never {
  const said = ({ path, members }: NamedManifest) =>
    `${JSON.stringify(members[member as keyof Members])} for ${path}`;
  throw new ContradictionError(
    `their manifests contradict each other on ${member}: ${said(one)}, ${said(other)}`,
  );
}

/** The records of all keys; a key that two manifests have must have the same record in both. */
function records(member: 'initial' | 'remaining', given: readonly NamedManifest[]): Partial<Members> {
  const all = new Map<string, { readonly record: unknown; readonly path: string }>();
  for (const { path, members } of given)
    for (const [key, record] of members[member] ?? []) {
      const known = all.get(key);
      if (known !== undefined && !isDeepStrictEqual(known.record, record))
        throw new ContradictionError(
          `their manifests contradict each other on ${member} of '${printableName(key)}': see those of ${known.path} and ${path}`,
        );
      all.set(key, { record, path });
    }
  const isStated = given.some(({ members }) => members[member] !== undefined);
  const merged = new Map(Array.from(all, ([key, { record }]) => [key, record])) as Records;
  return isStated ? { [member]: merged } : {};
}

/**
 * Rows add up, unless all files have the same manifest; requests may be in several files, so that of those the most is
 * known; clocks are as far apart as the loosest bound says.
 */
function amounts(given: readonly NamedManifest[]): Partial<Members> {
  const of = (member: 'rows' | 'offered' | 'clock_bound_us') =>
    given.flatMap(({ members }) => members[member] ?? []);
  const [rows, offered, bounds] = [of('rows'), of('offered'), of('clock_bound_us')];
  const sum = areAllTheSame(given) ? rows[0] : rows.reduce((total, each) => total + each, 0);
  return {
    ...(rows.length > 0 && sum !== undefined && { rows: sum }),
    ...(offered.length > 0 && { offered: Math.max(...offered) }),
    ...(bounds.length > 0 && { clock_bound_us: Math.max(...bounds) }),
  };
}

function listsOf(given: readonly NamedManifest[]): Partial<Members> {
  const because = given.flatMap(({ members }) => members.invalid_because ?? []);
  const windows = given.flatMap(({ members }) => members.fault_windows ?? []);
  const distinct = windows.filter(
    (each, at) => windows.findIndex((one) => isDeepStrictEqual(one, each)) === at,
  );
  return {
    ...(because.length > 0 && { invalid_because: [...new Set(because)] }),
    ...(windows.length > 0 && { fault_windows: distinct }),
  };
}
