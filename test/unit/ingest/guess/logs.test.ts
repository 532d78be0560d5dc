import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { propose } from '../../../../src/ingest/guess/propose.ts';
import type { Proposal } from '../../../../src/ingest/guess/proposal.ts';
import { sampleOf } from '../../../../src/ingest/guess/sample.ts';
import { RecordFilter } from '../../../../src/ingest/mapping/record-filter.ts';

const LOGS = join(import.meta.dirname, '../../../logs');

/** What a log means, as the file beside it says. */
interface Expected {
  readonly nothing?: string;
  readonly where: Readonly<Record<string, readonly string[]>>;
  readonly map: Readonly<Record<string, string>>;
  readonly result: Readonly<Record<string, string>>;
  readonly may: Readonly<Record<string, readonly string[]>>;
}

const names = readdirSync(LOGS, { withFileTypes: true }).flatMap((each) =>
  each.isDirectory() ? [each.name] : [],
);

void test('there are twelve logs', () => {
  assert.equal(names.length, 12);
});

for (const name of names)
  void test(`the log of ${name} is mapped as it is meant`, async () => {
    const expected = JSON.parse(readFileSync(join(LOGS, name, 'expected.json'), 'utf8')) as Expected;
    const { records } = await sampleOf(join(LOGS, name, 'app.log'));
    const proposal = propose(records);
    if (expected.nothing !== undefined) {
      assert.ok('lacks' in proposal);
      assert.match(proposal.lacks.join(' '), /names what an attempt takes from/);
      return;
    }
    assert.ok(!('lacks' in proposal));
    const { from, ...results } = expected.result;
    assert.deepEqual(columnsOf(proposal, expected), { ...expected.map, result: from });
    assert.deepEqual(
      Object.fromEntries(proposal.results.map(({ value, result }) => [value, result])),
      results,
    );
    const filter = new RecordFilter(new Map(Object.entries(expected.where)));
    const attempts = records.flatMap((record, row) => (filter.passes(record) ? [row] : []));
    assert.deepEqual(proposal.attempts, attempts);
  });

/** The columns that are proposed; one that is right too stands for what is meant, and one that is not needed is left out. */
function columnsOf({ columns }: Proposal, { map, may }: Expected): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap(({ column, path, unit }) => {
      const theirs = unit === undefined ? path : `${path}@${unit}`;
      const isRightToo = may[column]?.includes(theirs) === true;
      const meant = isRightToo ? map[column] : theirs;
      return meant === undefined ? [] : [[column, meant] as const];
    }),
  );
}
