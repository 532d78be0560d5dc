import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { runCli } from './terminal.ts';

/** Of the files of a test, gone when it has ended. */
export const folder = mkdtempSync(join(tmpdir(), 'race-trace-check-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file for a test. @returns its path */
export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** One seat, sold twice. */
export const RACE = `request_id,inventory_key,client_id,read_version,write_version,result,latency_ms,write_site
r1,seat-7,A,1,2,success,3,src/service.ts:41:5
r2,seat-7,B,1,3,success,4,src/service.ts:41:5
`;
/** The books of {@link RACE}. */
export const MANIFEST = {
  format: 'race-trace/1',
  version_scheme: 'sequential',
  initial: { 'seat-7': { value: 1, version: 1 } },
  remaining: { 'seat-7': { value: 0, version: 3 } },
  complete: true,
};
/** Of the race with its books. */
export const race = file('race.trace.csv', RACE);
file('race.run.json', JSON.stringify(MANIFEST));
/** Of the same where the second attempt was refused. */
export const fine = file(
  'fine.trace.csv',
  RACE.replace('r2,seat-7,B,1,3,success', 'r2,seat-7,B,1,,conflict'),
);
file('fine.run.json', JSON.stringify({ ...MANIFEST, remaining: { 'seat-7': { value: 0, version: 2 } } }));
/** Of that without its books. */
export const alone = file(
  'alone.trace.csv',
  RACE.replace('r2,seat-7,B,1,3,success', 'r2,seat-7,B,1,,conflict'),
);

/** Checks with `--format json`. */
export const json = async (...argv: string[]) => {
  const ran = await runCli(['check', '--format', 'json', ...argv]);
  return { ...ran, value: JSON.parse(ran.stdout) as Record<string, unknown> };
};
