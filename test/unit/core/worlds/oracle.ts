/**
 * Judges a small history by the definitions alone: it lists every world (every way in which what the rows leave open may
 * have been), tests each by the definitions of the errors, and shares no code with the checker. Exponential in what is open.
 */
import { KeyOracle } from './key-oracle.ts';
import type { Row } from './outcomes.ts';
import type { Manifest, Story } from './story.ts';

/** What the definitions say of a history. */
export interface Judgement {
  readonly verdict: 'violation' | 'ok' | 'unknown';
  readonly worlds: number;
  /** `code key` of the errors that are in every world, and of those that are in some. */
  readonly certain: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
}

/** Judges a story. */
export function judge({ rows: all, manifest }: Story): Judgement {
  const numbers = new Map<string, number>();
  const numberOf = (version: unknown): number | undefined => {
    if (typeof version !== 'string') return version === undefined ? undefined : Number(version);
    if (!numbers.has(version)) numbers.set(version, numbers.size + 1);
    return numbers.get(version);
  };
  const cells = (row: object) =>
    JSON.stringify(
      Object.entries(row)
        .filter(([, cell]) => cell !== undefined)
        .sort(),
    );
  const rows = [
    ...new Map(
      all.map((row, line) => [
        cells(row),
        { ...row, line, read: numberOf(row.read), write: numberOf(row.write) },
      ]),
    ).values(),
  ];
  const keys = new Set([
    ...rows.map(({ key }) => key),
    ...manifest.initial.keys(),
    ...manifest.remaining.keys(),
  ]);
  const judged = [...keys].map((key) => {
    const record = (of: Manifest['initial']) => ({
      value: of.get(key)?.value,
      version: numberOf(of.get(key)?.version),
    });
    const ends = { initial: record(manifest.initial), final: record(manifest.remaining) };
    return {
      key,
      ...new KeyOracle(
        rows.filter((row) => row.key === key),
        manifest,
        ends,
      ).judge(),
    };
  });
  const requests = new Set(rows.map(({ request }) => request)).size;
  const isCut =
    !manifest.complete || rows.length < (manifest.rows ?? 0) || requests < (manifest.offered ?? 0);
  const isDoubted = isCut || rows.length === 0 || rows.some((row) => lacksSequel(row, rows));
  const named = (which: 'certain' | 'some') =>
    judged.flatMap((each) => [...each[which]].map((code) => `${code} ${each.key}`));
  const certain = new Set(named('certain'));
  return {
    verdict: judged.some(({ hasLawful }) => !hasLawful)
      ? 'violation'
      : isDoubted || judged.some((each) => each.hasUnlawful || each.isDoubted)
        ? 'unknown'
        : 'ok',
    worlds: judged.reduce((product, { worlds }) => product * worlds, 1),
    certain,
    possible: new Set(named('some').filter((each) => !certain.has(each))),
  };
}

function lacksSequel({ result, request, retry }: Row, rows: readonly Row[]): boolean {
  if (result !== 'retry') return false;
  const own = rows.filter((row) => row.request === request);
  return own.length === 1 || (retry !== undefined && own.every((row) => (row.retry ?? -1) <= retry));
}
