import type { Analysis } from '../analysis.ts';
import { findingSite } from '../findings/explain.ts';
import type { Finding, FindingCode } from '../findings/finding.ts';
import { nameOf, shortSite } from '../history/names.ts';
import type { Level } from '../words/terms.ts';

/** What became of the findings of one kind, on one key, at one line, from one trace to another. */
const FINDING_CHANGES = ['new', 'more', 'moved', 'fewer', 'gone'] as const;
export type FindingChange = (typeof FINDING_CHANGES)[number];

/** Findings of one kind, on one key, at one line, in two traces. */
export interface FindingDifference {
  readonly change: FindingChange;
  readonly code: FindingCode;
  readonly level: Level;
  /** Printable. */
  readonly key: string;
  /** `file.ts:18` of the step to blame, after the change of one that moved; '' where the trace has none. */
  readonly site: string;
  /** Where one that moved was before; else ''. */
  readonly siteBefore: string;
  /** How many there were, and are. */
  readonly before: number;
  readonly after: number;
  /** The first of them, by its position in the findings of the trace that has it: after the change, unless it is gone. */
  readonly example: { readonly side: 'before' | 'after'; readonly findingId: number };
}

interface Group {
  readonly code: FindingCode;
  readonly level: Level;
  readonly key: string;
  readonly site: string;
  readonly ids: number[];
}

/**
 * The findings of two traces per kind, key and line, as far as the two differ: those that are new or gone, those whose number
 * changed, and those of one kind and key that are at another line. Keys and lines are compared by their names, for ids are a
 * trace's own. Of a trace and itself there is none. Linear in the findings that were kept.
 */
export function compareFindings(before: Analysis, after: Analysis): readonly FindingDifference[] {
  const [was, is] = [groupsOf(before), groupsOf(after)];
  const both = [...is.keys()].filter((name) => was.has(name));
  const changed = both.flatMap((name) => differenceOf(was.get(name)!, is.get(name)!));
  const gone = [...was].filter(([name]) => !is.has(name)).map(([, group]) => group);
  const fresh = [...is].filter(([name]) => !was.has(name)).map(([, group]) => group);
  const pairs = pairMoved(gone, fresh);
  const moved = pairs.map(([from, to]): FindingDifference => ({
    ...described('moved', from, to),
    siteBefore: from.site,
  }));
  const paired = new Set(pairs.flat());
  return [
    ...changed,
    ...moved,
    ...fresh.filter((each) => !paired.has(each)).map((each) => described('new', undefined, each)),
    ...gone.filter((each) => !paired.has(each)).map((each) => described('gone', each, undefined)),
  ].sort(
    (a, b) =>
      FINDING_CHANGES.indexOf(a.change) - FINDING_CHANGES.indexOf(b.change) ||
      Math.abs(b.after - b.before) - Math.abs(a.after - a.before),
  );
}

/** By what is the same in both traces: kind, key and line. */
function groupsOf(analysis: Analysis): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const [id, finding] of analysis.findings.entries()) {
    const { code, level } = finding;
    const [key, site] = placeOf(analysis, finding);
    const name = JSON.stringify([code, analysis.history.strings.at(finding.key), site]);
    const group = groups.get(name) ?? { code, level, key, site, ids: [] };
    group.ids.push(id);
    groups.set(name, group);
  }
  return groups;
}

function placeOf(analysis: Analysis, finding: Finding): readonly [key: string, site: string] {
  return [nameOf(analysis.history, finding.key), shortSite(findingSite(finding, analysis))];
}

function differenceOf(was: Group, is: Group): readonly FindingDifference[] {
  if (was.ids.length === is.ids.length) return [];
  return [described(is.ids.length > was.ids.length ? 'more' : 'fewer', was, is)];
}

/** Groups of one kind and key that are at one line before and at another after, in the order in which they stand. */
function pairMoved(gone: readonly Group[], fresh: readonly Group[]): readonly (readonly [Group, Group])[] {
  const nameOfMove = ({ code, key }: Group): string => JSON.stringify([code, key]);
  const waiting = new Map<string, Group[]>();
  for (const group of gone.filter(({ site }) => site !== '')) {
    const name = nameOfMove(group);
    waiting.set(name, [...(waiting.get(name) ?? []), group]);
  }
  return fresh.flatMap((to) => {
    const from = to.site === '' ? undefined : waiting.get(nameOfMove(to))?.shift();
    return from === undefined ? [] : [[from, to] as const];
  });
}

function described(change: FindingChange, was: Group | undefined, is: Group | undefined): FindingDifference {
  const { code, level, key, site, ids } = (is ?? was)!;
  return {
    change,
    ...{ code, level, key, site, siteBefore: '' },
    before: was?.ids.length ?? 0,
    after: is?.ids.length ?? 0,
    example: { side: is === undefined ? 'before' : 'after', findingId: ids[0]! },
  };
}
