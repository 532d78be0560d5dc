import { writeFile } from 'node:fs/promises';
import { findSourceMap } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import Mocha from 'mocha';
import { TEST_LINE } from '../../../scripts/host/contract.ts';
import type { Tally } from '../../../scripts/suites/tally.ts';
import { hostTest } from './host-test.ts';
import { useTheme } from './theme.ts';
import { disconnect, screenshot } from './workbench.ts';

/** Longer than several looks at something that takes its time on a busy machine. */
const TEST_TIMEOUT_MS = 240_000;

/** Runs the tests that `load` declares, tells how they ended, and rejects if any failed. */
export async function runMocha(load: () => void): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    for (const line of format(...args).split('\n')) console.log(TEST_LINE + line);
  };
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    color: false,
    timeout: TEST_TIMEOUT_MS,
    slow: 10_000,
    forbidOnly: true,
    rootHooks: { afterEach: keepPictureOfFailure },
  });
  if (hostTest.grep !== '') mocha.fgrep(hostTest.grep);
  // What mocha does for each file; here all tests are in this one.
  mocha.suite.emit('pre-require', globalThis, null, mocha);
  load();
  // Not in the settings from the start: VS Code does not always see it there in time.
  await useTheme('Dark Modern');
  const outcome = await run(mocha);
  await writeFile(hostTest.outcomeFile, JSON.stringify(outcome));
  await disconnect();
  if (outcome.failed > 0) throw new Error(`${outcome.failed} tests failed`);
}

async function run(mocha: Mocha): Promise<Tally> {
  const pictures: Promise<void>[] = [];
  const failed: string[] = [];
  const runner = mocha.run();
  runner.on('fail', (test: Mocha.Runnable, error: Error) => {
    failed.push(test.fullTitle());
    error.stack = mapStack(error.stack ?? '');
    // A broken hook ends the tests around it, and no `afterEach` sees it.
    if (test instanceof Mocha.Hook) pictures.push(keepPicture(test));
  });
  await new Promise((resolve) => runner.once('end', resolve));
  await Promise.all(pictures);
  const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
  return { passed: passes, failed: failures, skipped: pending, failures: failed };
}

async function keepPictureOfFailure(this: Mocha.Context): Promise<void> {
  if (this.currentTest?.state === 'failed') await keepPicture(this.currentTest);
}

async function keepPicture(test: Mocha.Runnable): Promise<void> {
  const path = await screenshot(`failed ${test.fullTitle()}`);
  Mocha.reporters.Base.consoleLog(`      picture: ${path}`);
}

/** The stack in terms of the tests' own files: VS Code makes stacks itself, and so undoes what Node does for this. */
function mapStack(stack: string): string {
  return stack.replaceAll(
    /\(?((?:\/|\.cache\/)[^():]+\.cjs):(\d+):(\d+)\)?/g,
    (place, file: string, line, column) => {
      const path = file.startsWith('/') ? file : join(hostTest.root, file);
      const origin = findSourceMap(path)?.findOrigin(Number(line), Number(column));
      return origin && 'fileName' in origin
        ? `(${relative(hostTest.root, fileURLToPath(origin.fileName))}:${origin.lineNumber}:${origin.columnNumber})`
        : place;
    },
  );
}
