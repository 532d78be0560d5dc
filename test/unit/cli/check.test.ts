import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { runCli } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-check-'));
after(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../sample-traces/${name}`, import.meta.url));

/** One seat, sold twice. */
const RACE = `request_id,inventory_key,client_id,read_version,write_version,result,latency_ms,write_site
r1,seat-7,A,1,2,success,3,src/service.ts:41:5
r2,seat-7,B,1,3,success,4,src/service.ts:41:5
`;
const MANIFEST = {
  format: 'race-trace/1',
  version_scheme: 'sequential',
  initial: { 'seat-7': { value: 1, version: 1 } },
  remaining: { 'seat-7': { value: 0, version: 3 } },
  complete: true,
};
const race = file('race.trace.csv', RACE);
file('race.run.json', JSON.stringify(MANIFEST));
const fine = file('fine.trace.csv', RACE.replace('r2,seat-7,B,1,3,success', 'r2,seat-7,B,1,,conflict'));
file('fine.run.json', JSON.stringify({ ...MANIFEST, remaining: { 'seat-7': { value: 0, version: 2 } } }));
const alone = file('alone.trace.csv', RACE.replace('r2,seat-7,B,1,3,success', 'r2,seat-7,B,1,,conflict'));

const json = async (...argv: string[]) => {
  const ran = await runCli(['check', '--format', 'json', ...argv]);
  return { ...ran, value: JSON.parse(ran.stdout) as Record<string, unknown> };
};

describe('race-trace check --format json', () => {
  it('is exactly one JSON value of the documented shape', async () => {
    const { value, code, stderr } = await json(race);
    assert.equal(code, 1);
    assert.equal(stderr, '');
    assert.deepEqual(value, {
      format: 'race-trace-check/1',
      verdict: 'violation',
      unknown_because: [],
      rows: { accepted: 2, rejected: 0, blank: 0 },
      problems: { total: 0, stored: [] },
      keys: 1,
      counts: {
        'stale-version-write': 1,
        'duplicate-confirmation': 0,
        'confirmation-without-write': 0,
        'invariant-mismatch': 1,
        'negative-inventory': 0,
        'version-reuse': 0,
        'phantom-read': 0,
        'stale-read': 0,
        'lost-confirmation': 0,
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
          message: 'seat-7: 2 confirmed but 1 taken (initial 1 − remaining 0), a mismatch of +1',
          site: null,
        },
        {
          code: 'unconditional-pattern',
          level: 'info',
          key: 'seat-7',
          rows: [3],
          message:
            'stale writes to seat-7 were accepted and none was ever refused: the write has no condition',
          site: 'src/service.ts:41:5',
        },
      ],
      ledger: {
        confirmed: 2,
        initial: 1,
        remaining: 0,
        mismatch: 1,
        by: {
          'stale-version-write': 1,
          'duplicate-confirmation': 0,
          'confirmation-without-write': 0,
          'lost-confirmation': 0,
        },
        unexplained: 0,
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
      mechanism: [{ name: 'race', evidence: '1 stale-version write, 1 of a mismatch of 1' }],
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
        message: 'in the run manifest: expected a whole number below 2^53',
        excerpt: '',
      },
      {
        line: 4,
        byte_offset: RACE.length,
        column: 'read_version',
        kind: 'bad-number',
        message: 'not a version: 1 to 19 digits, at most 9223372036854775807',
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
      for (const [member, expected] of Object.entries({ ...golden, findings, ledger, problems: undefined }))
        if (expected !== undefined) assert.deepEqual(value[member], expected, member);
    });
});

describe('race-trace check', () => {
  it('says the verdict first, then findings with file and line, books, metrics, mechanism', async () => {
    const { stdout, stderr, code } = await runCli(['check', race]);
    assert.equal(code, 1);
    assert.equal(stderr, '');
    const lines = stdout.split('\n');
    assert.equal(lines[0], `✗ VIOLATION  ${race}`);
    assert.ok(lines.includes(`      ${race}:3   proved by line 2   at src/service.ts:41:5`));
    assert.ok(lines.includes('  initial 1 ≠ remaining 0 + confirmed 2   mismatch +1'));
    assert.deepEqual(
      lines.filter((line) => /^[a-z]+$/.test(line)),
      ['findings', 'books', 'metrics', 'mechanism'],
    );
    assert.doesNotMatch(stdout, /\u001b/);
  });

  it('names what would settle an unknown verdict', async () => {
    const { stdout, code } = await runCli(['check', alone]);
    assert.equal(code, 3);
    assert.match(stdout, /^\? UNKNOWN .*\n {2}no initial and remaining inventory/);
  });

  it('with --quiet prints the verdict and why, and nothing else', async () => {
    const { stdout } = await runCli(['check', '--quiet', fine, race]);
    assert.equal(
      stdout,
      `✓ OK  ${fine}\n  all checks ran on 2 attempts and found no error\n` +
        `✗ VIOLATION  ${race}\n  1 stale-version-write, 1 invariant-mismatch in 2 attempts\n`,
    );
  });

  it('colours only where it may', async () => {
    assert.match((await runCli(['check', race], { colour: true })).stdout, /\u001b\[31m✗ VIOLATION/);
    assert.doesNotMatch((await runCli(['check', '--no-color', race], { colour: true })).stdout, /\u001b/);
  });

  it('reads columns under the user’s own names', async () => {
    const path = file('own.csv', RACE.replace('inventory_key', 'sku').replace('latency_ms', 'took_us'));
    const mapped = ['--map', 'inventory_key=sku', '--map', 'latency_ms=took_us'];
    const { value } = await json(...mapped, path);
    assert.equal(value.keys, 1);
    assert.equal((value.metrics as { latency_ms: { max: number } }).latency_ms.max, 0.004);
    const { stdout, code } = await runCli(['check', path]);
    assert.equal(code, 3);
    assert.match(
      stdout,
      /^\? UNKNOWN .*\n {2}not a trace without inventory_key \(.*: inventory_key=NAME\); the file has request_id, sku/,
    );
  });

  it('shows at most twenty findings unless told otherwise, and says how many there are', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => `r${i},k,A,1,${i + 2},success,1,\n`).join('');
    const path = file('many.trace.csv', RACE.split('\n', 1)[0]! + '\n' + rows);
    const count = (text: string): number => text.split('✗ stale-version-write').length - 1;
    const { stdout } = await runCli(['check', path]);
    assert.equal(count(stdout), 20);
    assert.match(stdout, /… and 80 more/);
    assert.equal(count((await runCli(['check', '--max-findings', '90', path])).stdout), 90);
  });

  it('goes by the worst verdict of several files: unread, violation, unknown, ok', async () => {
    const none = join(folder, 'none.csv');
    for (const [files, code] of [
      [[fine], 0],
      [[fine, alone], 3],
      [[alone, race, fine], 1],
      [[race, none], 2],
      [[folder], 2],
    ] as const)
      assert.equal((await runCli(['check', ...files])).code, code, files.join(' '));
  });

  it('refuses wrong usage with a hint and exit code 2', async () => {
    for (const [argv, hint] of [
      [['chek'], /Did you mean check/],
      [['check'], /missing required argument/],
      [['check', '--formt', 'json', race], /Did you mean --format/],
      [['check', '--format', 'xml', race], /text, json/],
      [['check', '--max-findings', '-1', race], /whole number/],
      [['check', '--max-findings', '1e3', race], /whole number/],
      [['check', '--map', 'sku', race], /ours=theirs/],
      [['check', '--map', 'toString=sku', race], /no column toString/],
    ] as const) {
      const { code, stdout, stderr } = await runCli(argv);
      assert.equal(code, 2, argv.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, hint);
    }
  });

  it('explains itself: every command has help with examples', async () => {
    for (const argv of [['--help'], ['check', '--help'], ['reproduce', '--help'], ['help', 'check']]) {
      const { code, stdout } = await runCli(argv);
      assert.equal(code, 0);
      assert.match(stdout, /Examples:\n {2}race-trace /);
      assert.match(stdout, /Exit code: 0/);
    }
    assert.equal((await runCli(['--version'])).code, 0);
  });

  it('interrupted ends in 130 and prints no result', async () => {
    const interrupted = AbortSignal.abort(new Error('interrupted'));
    const { code, stdout, stderr } = await runCli(['check', race], { interrupted });
    assert.deepEqual([code, stdout, stderr], [130, '', 'race-trace: interrupted\n']);
  });
});

/** Everything that could move a cursor, set a title or a clipboard, hide text, reverse it, or break a line. */
const HOSTILE = [
  '\u001b[2J\u001b[H',
  '\u001b]8;;http://x\u0007y\u001b]8;;\u0007',
  '\u001b]52;c;AAAA\u0007',
  '\u001b]0;title\u0007',
  '\u009b31m',
  'a\rb',
  'a\u0008\u007f',
  '\u0000',
  'a\u202eb\u2066c\u2069',
  'zero\u200bwidth\ufeff',
  'a\u2028b\u2029c\u0085d',
  '\u{e0041}tag',
  '%1b%5b31m \\x1b[31m ${jndi:x} <script>alert(1)</script> ﷽ 🏳️‍🌈 Ṱ̺̺̕o',
  '::error file=x::y',
];
const RAW =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/u;

describe('hostile text in a trace', () => {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const header =
    'request_id,inventory_key,client_id,worker_id,read_version,write_version,result,write_site,read_value';
  const rows = HOSTILE.flatMap((text, i) => {
    const cell = quoted(text);
    return [
      `${quoted(`${text}${i}`)},${cell},${cell},${cell},1,2,success,${cell},1`,
      `${quoted(`${text}${i}b`)},${cell},${cell},${cell},1,3,success,${cell},1`,
      `${cell},${cell},${cell},${cell},${cell},1,${cell},${cell},-1`,
    ];
  });
  const path = file(
    'hostile.trace.csv',
    `${header},${quoted(HOSTILE.join(''))}\n${rows.map((row) => `${row},x\n`).join('')}`,
  );
  const initial = Object.fromEntries(HOSTILE.map((text) => [text, { value: 'x', version: 'y' }]));
  file('hostile.run.json', JSON.stringify({ ...MANIFEST, variant: HOSTILE.join(''), initial }));

  it('never reaches the terminal raw, in text or in JSON', async () => {
    for (const argv of [
      ['check', path],
      ['check', '--quiet', path],
      ['check', '--format', 'json', path],
      ['check', '--max-findings', '1000', path, join(folder, HOSTILE[0]!)],
    ]) {
      const { stdout, stderr } = await runCli(argv);
      assert.ok(stdout.length > 50);
      assert.doesNotMatch(stdout, RAW, argv.join(' '));
      assert.doesNotMatch(stderr, RAW);
    }
  });

  it('comes back exact from JSON', async () => {
    const { value } = await json(path);
    const findings = value.findings as { code: string; key: string; site: string | null }[];
    const keys = new Set(findings.filter(({ code }) => code === 'stale-version-write').map(({ key }) => key));
    assert.deepEqual([...keys].sort(), [...HOSTILE].sort());
    assert.ok(findings.every(({ site, key }) => site === null || site === key));
  });
});

describe('a packed trace', () => {
  it('is checked like the plain one, with the same manifest', async () => {
    const path = file('race.trace.csv.gz', gzipSync(RACE));
    assert.equal((await json(path)).stdout, (await json(race)).stdout);
  });
});
