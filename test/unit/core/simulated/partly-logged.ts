import type { Attempt } from '../check/history-language.ts';
import type { RunFacts } from '../../../../src/core/history/run-facts.ts';
import type { Run } from './service.ts';

const OPTIONAL: readonly string[] = [
  'read',
  'write',
  'retry',
  'readValue',
  'writeValue',
  'start',
  'readAt',
  'writeAt',
  'end',
];

/** What a service logs that says less than it knows: some columns, some cells and some members of the manifest are absent. */
export function partlyLogged({ simulation, facts }: Run): {
  readonly rows: Attempt[];
  readonly facts: RunFacts;
} {
  const one = (of: number): boolean => simulation.below(of) === 0;
  const absent = new Set(OPTIONAL.filter(() => one(6)));
  const isSparse = one(2);
  const rows = simulation.rows.map((row) => {
    const isKept = (name: string): boolean =>
      !OPTIONAL.includes(name) || !(absent.has(name) || (isSparse && one(12)));
    const kept = Object.fromEntries(Object.entries(row).filter(([name]) => isKept(name)));
    // A client that was not answered does not know what became of its write.
    return {
      ...(kept as unknown as Attempt),
      ...(row.result === 'timeout' && one(2) && { write: undefined }),
    };
  });
  return {
    rows,
    facts: {
      ...facts,
      ...(one(3) && { closed: false }),
      ...(one(3) && { versionScheme: undefined }),
      ...(one(4) && { initial: undefined }),
      ...(one(4) && { remaining: undefined }),
    },
  };
}
