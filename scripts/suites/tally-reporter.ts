/**
 * A reporter of Node's test runner that writes nothing but the {@link Tally} of the whole run, as JSON. It is given to
 * `--test-reporter` beside the one that people read.
 */
import { relative } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import type { Tally } from './tally.ts';

/** The tests that failed are those in which something went wrong, not the groups around them. */
export async function* tally(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const failures: string[] = [];
  let counts: Record<string, number> = {};
  for await (const event of events) {
    if (event.type === 'test:fail') {
      const { name, file, details } = event.data;
      const isGroup = (details.error as { failureType?: string }).failureType === 'subtestsFailed';
      if (!isGroup) failures.push([file && relative('.', file), name].filter(Boolean).join(': '));
    }
    if (event.type === 'test:summary' && event.data.file === undefined) counts = { ...event.data.counts };
  }
  const { passed = 0, failed = 0, cancelled = 0, skipped = 0, todo = 0 } = counts;
  const all: Tally = { passed, failed: failed + cancelled, skipped: skipped + todo, failures };
  yield JSON.stringify(all);
}

export { tally as default };
