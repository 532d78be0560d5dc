/**
 * A reporter of Node's test runner that writes nothing but the {@link Tally} of the whole run, as JSON. It is given to
 * `--test-reporter` beside the one that people read.
 */
import { relative, resolve } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import type { Tally } from './tally.ts';

/** As much of the stderr of a file that failed as a whole as is kept. */
const LAST_LINES = 20;

/** The tests that failed are those in which something went wrong, not the groups around them. */
export async function* tally(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const failures: string[] = [];
  const stderr = new Map<string, readonly string[]>();
  let counts: Record<string, number> = {};
  for await (const event of events) {
    if (event.type === 'test:stderr') {
      const { message } = event.data;
      const file = resolve(event.data.file);
      const lines = [
        ...(stderr.get(file) ?? []),
        ...message.split('\n').filter((line) => line.trim() !== ''),
      ];
      stderr.set(file, lines.slice(-LAST_LINES));
    }
    if (event.type === 'test:fail') {
      const { name, file = name, details } = event.data;
      const error = details.error as FileFailure;
      const failure = isOfFile(error) ? endOfFile(error, stderr.get(resolve(file)) ?? []) : name;
      if (error.failureType !== 'subtestsFailed') failures.push(`${relative('.', file)}: ${failure}`);
    }
    if (event.type === 'test:summary' && event.data.file === undefined) counts = { ...event.data.counts };
  }
  const { passed = 0, failed = 0, cancelled = 0, skipped = 0, todo = 0 } = counts;
  const all: Tally = { passed, failed: failed + cancelled, skipped: skipped + todo, failures };
  yield JSON.stringify(all);
}

/** What the runner adds to the error of a file whose process ended badly; its types do not know these members. */
interface FileFailure {
  readonly failureType?: string;
  readonly exitCode?: number | null;
  readonly signal?: string | null;
}

function isOfFile({ exitCode, signal }: FileFailure): boolean {
  return exitCode !== undefined || signal !== undefined;
}

function endOfFile({ exitCode, signal }: FileFailure, stderr: readonly string[]): string {
  const end = `the process ended with ${signal ?? `exit code ${exitCode}`}`;
  return [end, ...stderr.map((line) => `    stderr: ${line}`)].join('\n');
}

export { tally as default };
