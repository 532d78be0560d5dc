import * as v from 'valibot';
import type { RunFacts } from '../../core/history/run-facts.ts';
import { clipped } from '../../core/words/printable.ts';
import { whyNoJson } from '../json/json-file.ts';
import { isObject, type Json } from '../json-value.ts';
import { parseLine } from '../json/line.ts';
import { withoutNulls } from './exact.ts';
import { factsOf } from './manifest-facts.ts';
import { MANIFEST_FORMAT, manifestSchema, READ_BY_MEMBER, type ManifestMembers } from './manifest-schema.ts';
import { problemOf, type MemberProblem } from './members.ts';

/** A manifest's text, read. */
export interface ManifestReading {
  /** Undefined if there is no manifest. */
  readonly facts: RunFacts | undefined;
  /** Those that could be read; none if there is no manifest, or none of this format. */
  readonly members: Omit<ManifestMembers, 'format'>;
  /** What is wrong, each of which counts as absent. */
  readonly problems: readonly MemberProblem[];
}

/** What stands for a manifest that is not there. */
export const NO_MANIFEST: ManifestReading = { facts: undefined, members: {}, problems: [] };

/** What stands for a manifest that cannot be read: it says nothing, not even that its writer had finished. */
export function unreadManifest(message: string, field = ''): ManifestReading {
  return { facts: factsOf({}), members: {}, problems: [{ field, message }] };
}

/** Reads a manifest, for every command. What is wrong in it is a problem and counts as absent; nothing is thrown. */
export function readManifest(text: string): ManifestReading {
  let json: Json;
  try {
    json = parseLine(text.replace(/^\ufeff/, '')).value;
  } catch (error) {
    return unreadManifest(clipped(`the manifest ${whyNoJson(text, error)}`, 200));
  }
  if (!isObject(json)) return unreadManifest('the manifest is not a JSON object');
  const given = withoutNulls(json, ['environment', 'workload', 'store']);
  if (given.format !== MANIFEST_FORMAT) {
    const { issues = [] } = v.safeParse(manifestSchema, { format: given.format });
    const problem = issues[0] && problemOf(manifestSchema, issues[0]);
    return unreadManifest(problem?.message ?? '', problem?.field);
  }
  // A place for a workload that nothing has been put into says nothing, and nothing wrong.
  if (isObject(given.workload) && Object.keys(given.workload).length === 0) delete given.workload;
  const { members, problems } = readable(given);
  if (given.invalid_because !== undefined) members.invalid_because ??= UNREAD_REASONS;
  return { facts: factsOf(members), members, problems };
}

/** What stands for reasons that are there and cannot be read: they are reasons all the same. */
const UNREAD_REASONS = ['its manifest does not say why in a way that can be read'];

/** The members that are right; what is wrong is taken away, as little of it as possible, and named once. */
function readable(given: Readonly<Record<string, Json>>): {
  readonly members: ManifestMembers;
  readonly problems: readonly MemberProblem[];
} {
  const problems: MemberProblem[] = [];
  for (let left = given; ;) {
    const result = v.safeParse(manifestSchema, left);
    if (result.success) return { members: result.output, problems };
    const wrong = new Map<string, Set<string | undefined>>();
    for (const issue of result.issues) {
      const [name = '', ...rest] = issue.path?.map(({ key }) => String(key)) ?? [];
      const inner = READ_BY_MEMBER.includes(name) ? rest[0] : undefined;
      const within = wrong.get(name) ?? new Set();
      if (!within.has(inner)) problems.push(problemOf(manifestSchema, issue));
      wrong.set(name, within.add(inner));
    }
    left = without(left, wrong);
  }
}

/** A manifest without its wrong members; of those that are read member by member, only without what is wrong in them. */
function without(
  json: Readonly<Record<string, Json>>,
  wrong: ReadonlyMap<string, ReadonlySet<string | undefined>>,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, member]): [string, Json][] => {
      const inner = wrong.get(name);
      if (inner === undefined) return [[name, member]];
      if (inner.has(undefined)) return [];
      if (Array.isArray(member))
        return [[name, (member as readonly Json[]).filter((_, at) => !inner.has(String(at)))]];
      const kept = Object.entries(member as Readonly<Record<string, Json>>);
      return [[name, Object.fromEntries(kept.filter(([key]) => !inner.has(key)))]];
    }),
  );
}
