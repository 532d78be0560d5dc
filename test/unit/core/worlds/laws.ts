/** What must not change what is found: each law tells of one story how it is broken, or ''. */
import type { Analysis } from '../../../../src/core/analysis.ts';
import type { StoreRecord } from '../../../../src/core/history/run-facts.ts';
import type { Attempt } from '../check/history-language.ts';
import type { Below } from './random.ts';
import { checkStory, type Story } from './story.ts';

/** How a law is broken by a story: what was expected and what is; '' where it holds. */
export type Law = (story: Story, before: Analysis, below: Below) => string;

/** What a check says for certain, with attempts by their workers, each of which has one. */
function said({ verdict, findings, ledger, counts, history }: Analysis): string {
  const { strings, workerId } = history;
  // Which of several attempts that no outcome explains is blamed hangs on their order where they have no times.
  const named = (all: typeof findings): string[] =>
    all
      .filter(({ code }) => code !== 'no-lawful-world')
      .map(({ code, rows }) => `${code} ${rows.map((row) => strings.at(workerId[row]!)).join(' ')}`)
      .sort();
  return JSON.stringify([verdict, named(findings), ledger, counts]);
}

function differs(expected: string, analysis: Analysis): string {
  const now = said(analysis);
  return now === expected ? '' : `${expected}\n${now}`;
}

function shuffled<T>(all: readonly T[], below: Below): T[] {
  const left = [...all];
  return all.map(() => left.splice(below(left.length), 1)[0]!);
}

function renamed({ rows, manifest }: Story): Story {
  const later = (cell: Attempt['read']) => (typeof cell === 'number' ? cell + 3 : cell);
  const at = (time: number | undefined) => (time === undefined ? undefined : time + 1000);
  const side = (of: ReadonlyMap<string, StoreRecord>) =>
    new Map(
      [...of].map(([key, { value, version }]) => [
        `${key}-x`,
        { value, version: typeof version === 'bigint' ? version + 3n : version },
      ]),
    );
  return {
    rows: rows.map(({ read, write, start, readAt, writeAt, end, ...row }) => ({
      ...{ ...row, request: `${row.request}-x`, key: `${row.key}-x` },
      ...{ read: later(read), write: later(write), start: at(start), readAt: at(readAt) },
      ...{ writeAt: at(writeAt), end: at(end) },
    })),
    manifest: { ...manifest, initial: side(manifest.initial), remaining: side(manifest.remaining) },
  };
}

/** The laws, by name. */
export const LAWS: Readonly<Record<string, Law>> = {
  'order: shuffled rows change nothing': ({ rows, manifest }, before, below) =>
    differs(said(before), checkStory({ manifest, rows: shuffled(rows, below) })),

  'delivery: rows that come twice change nothing': ({ rows, manifest }, before) =>
    differs(said(before), checkStory({ manifest, rows: [...rows, ...rows] })),

  'naming: other names, versions and clocks change nothing else': (story, before) =>
    differs(said(before), checkStory(renamed(story))),

  'cut: a trace without one of its rows is not ok where the manifest counts them': (
    { rows, manifest },
    _,
    below,
  ) => {
    const lost = below(rows.length);
    const left = rows.filter((__, index) => index !== lost);
    const { verdict } = checkStory({ rows: left, manifest: { ...manifest, rows: rows.length } });
    return verdict === 'ok' ? `ok without ${rows[lost]!.worker}` : '';
  },
};
