/**
 * `npm test`: runs every suite, whatever becomes of the others, and those that do not disturb each other at the same time.
 * The output ends with a table of the suites; the exit code says whether any test failed.
 * Usage: `node scripts/run-tests.ts [--changed] [SUITE…]`; with `--changed`, ESLint and Prettier look only at files that have
 * changed since they passed.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runSuite } from './suites/run-suite.ts';
import { runSideBySide } from './suites/side-by-side.ts';
import type { Ended, Suite } from './suites/suite.ts';
import { allSuites, suitesNamed } from './suites/suites.ts';
import { summary } from './suites/table.ts';
import { runMain } from './stop.ts';

const ROOT = resolve(import.meta.dirname, '..');
/** Several times what the longest suite takes, for a busy machine and for what is installed on first use. */
const BOUND_MS = 25 * 60_000;
/** A little more than there are, as the shares of the suites are means; with much more, tests run out of time on a slow machine. */
const CORES = Math.max(2, availableParallelism()) + 0.2;

async function main(): Promise<number> {
  const { values, positionals: names } = parseArgs({
    allowPositionals: true,
    options: { changed: { type: 'boolean', default: false } },
  });
  const suites = names.length > 0 ? suitesNamed(names, values) : allSuites(values);
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      interrupt.abort();
    });
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const run = async (suite: Suite): Promise<Ended> => {
    console.log(`${clock(seconds())}  ${suite.name} …`);
    const live = suites.length === 1;
    const ended = await runSuite(suite, { root: ROOT, boundMs: BOUND_MS, signal: interrupt.signal, live });
    console.log(report(live ? { ...ended, output: '' } : ended, seconds()));
    return ended;
  };
  const ended = await runSideBySide(suites, CORES, run);
  console.log(`\n${summary(ended, seconds())}`);
  if (interrupt.signal.aborted) return 130;
  return ended.some(({ failed }) => failed > 0) ? 1 : 0;
}

/** All that a suite has written, between two lines that name it. */
function report({ name, seconds, passed, failed, skipped, output }: Ended, at: number): string {
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  const line = `${clock(at)}  ${failed > 0 ? '✖' : '✔'} ${name}: ${counts}, ${seconds.toFixed(0)} s`;
  const text = output.trim();
  return text === ''
    ? line
    : `\n── ${name} ${'─'.repeat(Math.max(0, 100 - name.length))}\n${text}\n${line}\n`;
}

/** ` 1:05` for 65 seconds. */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2)}:${String(whole % 60).padStart(2, '0')}`;
}

await runMain(main);
