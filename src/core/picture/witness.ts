import type { Analysis } from '../analysis.ts';
import type { Finding, PossibleFinding } from '../findings/finding.ts';

/** More attempts are not shown beside each other; the first and the last of the witnesses stand for the rest. */
const MOST_ATTEMPTS = 4;

/** The rows of a finding that are shown: the offending one first, then the first witnesses and the last. */
export function shownRows(finding: Finding): readonly number[] {
  // In an odd trace one attempt can be both what is told and what proves it.
  const rows = [...new Set(finding.rows)];
  return rows.length <= MOST_ATTEMPTS ? rows : [...rows.slice(0, MOST_ATTEMPTS - 1), rows.at(-1)!];
}

/** The finding with this id, its position among the certain ones and then the possible ones; undefined if there is none. */
export function findingAt(
  { findings, possible }: Analysis,
  findingId: number | undefined,
): Finding | PossibleFinding | undefined {
  if (findingId === undefined) return undefined;
  return findings[findingId] ?? possible[findingId - findings.length];
}

/**
 * The finding whose rows a picture shows for this one. Mostly itself; for one about a key's books alone the worst on the
 * key that has rows, since that put the books out of balance; for an unconditional pattern the stale write that shows it.
 */
export function pictured(analysis: Analysis, finding: Finding): Finding {
  const { key, code, rows } = finding;
  const others = analysis.findings;
  const cause =
    code === 'unconditional-pattern'
      ? others.find((other) => other.code === 'stale-version-write' && other.rows[0] === rows[0])
      : rows.length === 0
        ? others.find((other) => other.key === key && other.rows.length > 0)
        : finding;
  return cause ?? finding;
}
