import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../scripts/host/port.ts';
import { eventually } from '../eventually.ts';
import { commandsOf } from '../examples/follow.ts';
import { runCli, type Ran } from '../unit/cli/terminal.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A Java that lives for some seconds has nothing of the second compiler, which takes as much time as the test. */
const SHORT_LIVED = { ...process.env, JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' };

/** An example of a service that is explored. */
export interface ServiceExample {
  readonly name: string;
  /** Its source, in the example's folder. */
  readonly source: string;
}

/** An example as its README says, on ports and in a database of the test's own. */
export interface Followed {
  /** A copy of the example's folder. */
  readonly folder: string;
  /** Runs `race-trace explore --yes` in it, with more arguments. */
  readonly explore: (...more: readonly string[]) => Promise<Ran>;
  /** Has the service run for as long as `work` takes. */
  readonly serve: (variant: 'unsafe' | 'fixed', work: () => Promise<void>) => Promise<void>;
}

/** Makes the tables of an example and gives it to `work`. @param url of the database @param python that has its driver */
export async function follow(
  { name, source }: ServiceExample,
  { url, python }: { readonly url: string; readonly python: string },
  work: (example: Followed) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-explore-'));
  const ports = { tap: await freePort(), service: await freePort() };
  const replaced = (text: string) =>
    text
      .replaceAll('postgres://postgres@127.0.0.1/postgres', url)
      .replaceAll('127.0.0.1:6543', `127.0.0.1:${ports.tap}`)
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${ports.service}`)
      .replaceAll('PORT=3000', `PORT=${ports.service}`)
      .replaceAll('python3 ', `${python} `)
      .replaceAll(`examples/${name}`, folder);
  const [tables = '', start = '', explore = ''] = commandsOf(name).map(replaced);
  assert.match(explore, /dist\/cli\.js explore/);
  // The example finds its driver in the clone's own packages.
  const own = start.trim().replace(`${folder}/${source}`, join(ROOT, 'examples', name, source));
  const before = process.cwd();
  try {
    cpSync(join(ROOT, 'examples', name), folder, { recursive: true });
    const config = join(folder, 'race-trace.json');
    writeFileSync(config, replaced(readFileSync(config, 'utf8')));
    const { status, stderr } = spawnSync('sh', ['-ec', tables], { cwd: ROOT, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    process.chdir(folder);
    await work({
      folder,
      explore: (...more) => runCli(['explore', '--yes', ...more]),
      serve: async (variant, whileUp) => {
        const command = `exec env ${own.replace('unsafe', variant)}`;
        const service = spawn('sh', ['-c', command], { cwd: ROOT, stdio: 'inherit', env: SHORT_LIVED });
        try {
          // It answers anything at all.
          await eventually(() => fetch(`http://127.0.0.1:${ports.service}/nothing`));
          await whileUp();
        } finally {
          await ended(service);
        }
      },
    });
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
