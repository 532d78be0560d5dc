import type { Site } from './site.ts';

/** A file that could be the one a trace means, because its name is the same. */
export interface CandidateFile<Id> {
  readonly id: Id;
  /** Path segments, the last being the file's name. */
  readonly segments: readonly string[];
  readonly origin: 'workspace' | 'bundled';
}

export type Choice<Id> =
  | { readonly kind: 'one'; readonly id: Id }
  /** Best first; a person must say which, or whether at all. */
  | { readonly kind: 'ask'; readonly ids: readonly Id[] }
  | { readonly kind: 'none' };

/**
 * Segments that must agree before a file is taken without asking. The file's name alone is weak evidence; for the
 * reproducer's own sources, which are there in every installation, two folders must agree as well.
 */
const ENOUGH = { workspace: 2, bundled: 3 } as const;

/**
 * Chooses among files of the same name by how many trailing path segments agree with the site: the longest wins. Equal
 * ones, and ones that agree in no more than the name although the trace says more, are for a person to choose from.
 */
export function chooseCandidate<Id>(site: Site, candidates: readonly CandidateFile<Id>[]): Choice<Id> {
  const ranked = candidates
    .map((candidate) => ({ ...candidate, agree: commonSuffix(site.segments, candidate.segments) }))
    .filter(
      (candidate) => candidate.agree > 0 && (candidate.origin === 'workspace' || isEnough(site, candidate)),
    )
    .sort(
      (a, b) => b.agree - a.agree || originRank(a) - originRank(b) || a.segments.length - b.segments.length,
    );
  const best = ranked[0];
  if (best === undefined) return { kind: 'none' };
  const equals = ranked.filter((other) => other.agree === best.agree && other.origin === best.origin);
  if (equals.length === 1 && isEnough(site, best)) return { kind: 'one', id: best.id };
  return { kind: 'ask', ids: equals.map((candidate) => candidate.id) };
}

function isEnough(
  site: Site,
  candidate: { readonly agree: number; readonly origin: 'workspace' | 'bundled' },
): boolean {
  const isWhole = candidate.origin === 'workspace' && candidate.agree === site.segments.length;
  return isWhole || candidate.agree >= ENOUGH[candidate.origin];
}

function originRank(candidate: { readonly origin: 'workspace' | 'bundled' }): number {
  return candidate.origin === 'workspace' ? 0 : 1;
}

function commonSuffix(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}
