import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { Stop } from '../../scripts/stop.ts';

/** What a program said, and whether it was content. */
export interface Said {
  readonly ok: boolean;
  readonly text: string;
}

/** Runs promtool in a folder that has these files and nothing else. */
export function promtool(program: string, files: Readonly<Record<string, string>>, ...args: string[]): Said {
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-promtool-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
    if (error !== undefined) throw error;
    return { ok: status === 0, text: `${stdout}${stderr}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What `get` comes to; undefined, and the missing tests named loudly, where it is not here and cannot be installed. */
export async function orSkip<T>(what: string, get: () => Promise<T>): Promise<T | undefined> {
  try {
    return await get();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`\n*** NOT TESTED: ${what}. ***\n${error.message}\n`);
    it(`${what}: NOT TESTED, ${error.message}`, { skip: true });
    return undefined;
  }
}
