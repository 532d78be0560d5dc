import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { alone, file, fine, folder, json, MANIFEST, RACE, race } from './check-files.ts';

const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../sample-traces/${name}`, import.meta.url));

describe('race-trace check --format json', () => {
  it('is exactly one JSON value of the documented shape', async () => {
    const { value, code, stderr } = await json(race);
    assert.equal(code, 1);
    assert.equal(stderr, '');
    assert.deepEqual(value, {
      format: 'race-trace-check/1',
      verdict: 'violation',
      unknown_because: [],
      not_checked: [],
      rows: { accepted: 2, rejected: 0, blank: 0, skipped: 0, repeated: 0 },
      skipped_by: {},
      read_loosely: {},
      problems: { total: 0, stored: [] },
      keys: 1,
      counts: {
        'stale-version-write': 1,
        'duplicate-confirmation': 0,
        'duplicate-write': 0,
        'confirmation-without-write': 0,
        'false-refusal': 0,
        'invariant-mismatch': 1,
        'value-contradiction': 0,
        'value-reuse': 0,
        'negative-inventory': 0,
        'version-reuse': 0,
        'version-gap': 0,
        'lost-write': 0,
        'phantom-read': 0,
        'no-lawful-world': 0,
        'stale-read': 0,
        'contradictory-answers': 0,
        'lost-confirmation': 0,
        'refusal-without-cause': 0,
        'unconditional-pattern': 1,
        'idempotent-replay': 0,
      },
      findings: [
        {
          code: 'stale-version-write',
          level: 'error',
          key: 'seat-7',
          rows: [3, 2],
          message: 'B wrote v1→v3 after A had already replaced v1',
          site: 'src/service.ts:41:5',
        },
        {
          code: 'invariant-mismatch',
          level: 'error',
          key: 'seat-7',
          rows: [],
          message: 'seat-7: 2 units confirmed but 1 taken (initial 1 − remaining 0), a mismatch of +1',
          site: null,
        },
        {
          code: 'unconditional-pattern',
          level: 'info',
          key: 'seat-7',
          rows: [3],
          message:
            'stale writes to seat-7 were accepted and no refusal was seen: the write may have no condition',
          site: 'src/service.ts:41:5',
        },
      ],
      possible: [],
      ledger: {
        confirmed: 2,
        initial: 1,
        remaining: 0,
        mismatch: 1,
        by: {
          'stale-version-write': 1,
          'duplicate-confirmation': 0,
          'duplicate-write': 0,
          'confirmation-without-write': 0,
          'lost-confirmation': 0,
          'outside the trace': 0,
        },
        undecided: 0,
        unexplained: 0,
        confirmed_twice: 0,
        excess_units: 0,
      },
      metrics: {
        latency_ms: { p50: 3, p95: 4, p99: 4, max: 4, mean: 3.5 },
        queue_delay_ms: { p99: null, max: null },
        conflict_rate: 0,
        timeout_rate: 0,
        retries_per_request: 0,
        attempts_per_request: 1,
      },
      mechanism: [
        { name: 'race', evidence: '1 stale-version write; effect on the books +1 unit, mismatch +1' },
      ],
    });
  });

  it('lists at most --max-findings findings and counts all', async () => {
    const { value } = await json('--max-findings', '1', race);
    assert.equal((value.findings as unknown[]).length, 1);
    assert.equal((value.counts as Record<string, number>)['invariant-mismatch'], 1);
  });

  it('is null where the trace does not say', async () => {
    const { value, code } = await json(alone);
    assert.equal(code, 3);
    assert.equal(value.verdict, 'unknown');
    assert.ok((value.unknown_because as string[]).some((reason) => reason.includes('initial and remaining')));
    const { initial, remaining, mismatch } = value.ledger as Record<string, unknown>;
    assert.deepEqual([initial, remaining, mismatch], [null, null, null]);
  });

  it('has the problems with line, byte and excerpt, those of the manifest first', async () => {
    const path = file('bad.trace.csv', `${RACE}r3,seat-7,C,1e3,,conflict,1,\nr4,seat-7`);
    file('bad.run.json', JSON.stringify({ ...MANIFEST, seed: -1 }));
    const { value, code } = await json(path);
    assert.equal(code, 1);
    const { total, stored } = value.problems as { total: number; stored: Record<string, unknown>[] };
    assert.equal(total, 3);
    assert.deepEqual(stored, [
      {
        line: 0,
        byte_offset: 0,
        column: 'seed',
        kind: 'bad-manifest',
        message: 'in the run manifest: expected a whole number from 0 to 2^53 − 1, not -1',
        excerpt: '',
      },
      {
        line: 4,
        byte_offset: RACE.length,
        column: 'read_version',
        kind: 'bad-number',
        message:
          "'1e3' is not a version: 1 to 19 digits, at most 9223372036854775807, or a text of plain characters that is no number; the cell counts as empty",
        excerpt: 'r3,seat-7,C,1e3,,conflict,1,',
      },
      {
        line: 5,
        byte_offset: RACE.length + 29,
        column: '',
        kind: 'torn-line',
        message: 'the last line is cut off: 2 cells under 8 columns',
        excerpt: 'r4,seat-7',
      },
    ]);
  });

  it('of several files is an array in their order, with their names; one that cannot be read is an error in it', async () => {
    const { value, code, stderr } = await json(fine, join(folder, 'none.csv'), race);
    const values = value as unknown as Record<string, unknown>[];
    assert.deepEqual(
      values.map(({ file: name, verdict, error }) => [
        name,
        verdict,
        (error as { kind: string } | undefined)?.kind,
      ]),
      [
        [fine, 'ok', undefined],
        [join(folder, 'none.csv'), undefined, 'missing'],
        [race, 'violation', undefined],
      ],
    );
    assert.equal(code, 2);
    assert.match(stderr, /there is no file .*none\.csv/);
  });

  for (const name of [
    'two-client-unsafe.trace.csv',
    'two-client-conditional.trace.csv',
    'retry-duplication.trace.csv',
    'idempotent-replay.trace.ndjson',
    'timeout-decides.trace.csv',
    'hot-key-10k.trace.csv.gz',
  ])
    it(`agrees with the golden findings of ${name}`, async () => {
      const golden = JSON.parse(
        readFileSync(sample(name.replace(/\.trace\..*/, '.golden.json')), 'utf8'),
      ) as Record<string, unknown> & { findings: Record<string, unknown>[] };
      const { value } = await json('--max-findings', String(golden.findings.length), sample(name));
      const findings = golden.findings.map((finding) => ({ site: null, ...finding }));
      const ledger = { initial: null, remaining: null, mismatch: null, ...(golden.ledger as object) };
      const rows = { skipped: 0, ...(golden.rows as object) };
      for (const [member, expected] of Object.entries({
        ...golden,
        rows,
        findings,
        ledger,
        problems: undefined,
      }))
        if (expected !== undefined) assert.deepEqual(value[member], expected, member);
    });
});
