/** A small history with its manifest, as plain data: what generators make and what both the checker and the oracle judge. */
import type { RunFacts, StoreRecord } from '../../../../src/core/history/run-facts.ts';
import type { VersionScheme } from '../../../../src/core/words/terms.ts';
import { analyze } from '../../../../src/core/check/analyze.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { historyOf } from '../check/history-language.ts';
import type { Attempt } from '../check/history-language.ts';

/** The members of a manifest that decide. */
export interface Manifest {
  readonly scheme?: VersionScheme;
  readonly closed?: boolean;
  readonly complete: boolean;
  readonly unitsPerSuccess?: number;
  readonly rows?: number;
  readonly offered?: number;
  readonly initial: ReadonlyMap<string, StoreRecord>;
  readonly remaining: ReadonlyMap<string, StoreRecord>;
}

/** Rows and manifest. */
export interface Story {
  readonly rows: readonly Attempt[];
  readonly manifest: Manifest;
}

/** What the checker says of a story. */
export function checkStory({ rows, manifest }: Story, options: { maxWorlds?: number } = {}): Analysis {
  const { scheme, initial, remaining, ...members } = manifest;
  const records = [...initial.values(), ...remaining.values()];
  const facts: RunFacts = {
    ...{ ...members, initial, remaining, versionScheme: scheme },
    ...{ variant: undefined, seed: undefined, schedule: undefined, faultWindows: [] },
  };
  const known = records.flatMap(({ version }) => (version === undefined ? [] : [version]));
  const history = historyOf(rows, { known, keys: [...initial.keys(), ...remaining.keys()] });
  return analyze(history, facts, { accepted: rows.length, rejected: 0, blank: 0 }, options);
}

/** Whether some row has a version. */
export function hasVersions({ rows }: Story): boolean {
  return rows.some(({ read, write }) => (read ?? write) !== undefined);
}

/** A story as a person reads it, for the message of a failed test. */
export function tell({ rows, manifest }: Story): string {
  const { initial, remaining, ...members } = manifest;
  const records = (each: ReadonlyMap<string, StoreRecord>) =>
    [...each].map(([key, { value, version = '' }]) => `${key}=${value}@${version}`).join(' ');
  const lines = rows.map((row) =>
    Object.entries(row)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}:${value}`)
      .join(' '),
  );
  return [
    JSON.stringify(members),
    `initial ${records(initial)}; remaining ${records(remaining)}`,
    ...lines,
  ].join('\n');
}
