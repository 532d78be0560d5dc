import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FindingRow } from '../../../../src/core/lists/model.ts';
import { groupAtSites, type FindingAtSite } from '../../../../src/extension/analysis/site-problems.ts';
import { groupFindings } from '../../../../src/extension/findings/group-findings.ts';

function row(
  id: number,
  code: FindingRow['code'],
  level: FindingRow['level'],
  keyId: number,
  key: string,
): FindingRow {
  return { id, code, level, keyId, key, request: 'r', version: '', summary: 's', when: '', site: '' };
}

const rows = [
  row(0, 'stale-version-write', 'error', 1, 'seat-1'),
  row(1, 'stale-version-write', 'error', 2, 'seat-2'),
  row(2, 'stale-read', 'warning', 1, 'seat-1'),
  row(3, 'lost-confirmation', 'info', 3, 'seat-1'),
];

describe('groupFindings', () => {
  it('puts findings of one kind together, worst first as they came', () => {
    assert.deepEqual(
      groupFindings(rows, 'code').map(({ label, level, rows: { length } }) => [label, level, length]),
      [
        ['stale version write', 'error', 2],
        ['stale read', 'warning', 1],
        ['lost confirmation', 'info', 1],
      ],
    );
  });

  it('keeps what is only possible apart, in the last group', () => {
    const possible = { ...row(4, 'stale-version-write', 'error', 1, 'seat-1'), hangsOn: 'a timeout' };
    const groups = groupFindings([...rows, possible], 'code');
    assert.deepEqual(
      groups.map(({ label, isPossible, rows: { length } }) => [label, isPossible, length]).at(-1),
      ['only possible', true, 1],
    );
    assert.equal(groups[0]!.rows.length, 2);
  });

  it('puts findings of one key together under its worst level, and tells keys apart that look alike', () => {
    assert.deepEqual(
      groupFindings(rows, 'key').map(({ label, level, rows: group }) => [
        label,
        level,
        group.map(({ id }) => id),
      ]),
      [
        ['seat-1', 'error', [0, 2]],
        ['seat-2', 'error', [1]],
        ['seat-1 (3)', 'info', [3]],
      ],
    );
  });
});

describe('groupAtSites', () => {
  const finding = (
    findingId: number,
    site: string | undefined,
    code: FindingAtSite['code'] = 'stale-version-write',
  ): FindingAtSite => ({
    findingId,
    code,
    level: 'error',
    message: `finding ${findingId}`,
    site,
    logged: undefined,
    row: { file: undefined, line: findingId + 2 },
    related: [{ site: 'a.ts:1', message: 'w1 read' }],
  });

  it('makes one problem per kind and line, with the first finding as its example', () => {
    const problems = groupAtSites([
      finding(0, 'a.ts:9'),
      finding(1, 'a.ts:9'),
      finding(2, 'a.ts:8'),
      finding(3, 'a.ts:9'),
      finding(4, 'a.ts:9', 'stale-read'),
    ]);
    assert.deepEqual(
      problems.map(({ message, site, findingIds }) => [message, site, findingIds]),
      [
        ['finding 0 (and 2 more like it)', 'a.ts:9', [0, 1, 3]],
        ['finding 2', 'a.ts:8', [2]],
        ['finding 4', 'a.ts:9', [4]],
      ],
    );
    assert.deepEqual(problems[0]?.related, [{ site: 'a.ts:1', message: 'w1 read' }]);
  });

  it('keeps findings without a line of source apart by their row, or together by what the log says', () => {
    const logged = { logged: 'sold' };
    const problems = groupAtSites([
      finding(0, undefined),
      finding(1, undefined),
      { ...finding(2, undefined), ...logged },
      { ...finding(3, undefined), ...logged },
    ]);
    assert.deepEqual(
      problems.map(({ row, findingIds }) => [row.line, findingIds]),
      [
        [2, [0]],
        [3, [1]],
        [4, [2, 3]],
      ],
    );
  });
});
