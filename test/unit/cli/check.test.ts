import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { alone, file, fine, folder, json, RACE, race } from './check-files.ts';
import { runCli } from './terminal.ts';

describe('race-trace check', () => {
  it('says the verdict first, then findings with file and line, books, metrics, mechanism', async () => {
    const { stdout, stderr, code } = await runCli(['check', race]);
    assert.equal(code, 1);
    assert.equal(stderr, '');
    const lines = stdout.split('\n');
    assert.equal(lines[0], `✕ VIOLATION  ${race}`);
    assert.ok(lines.includes(`      at src/service.ts:41:5   ${race}:3   proved by line 2`));
    assert.ok(lines.includes('  initial 1 ≠ remaining 0 + confirmed 2   mismatch +1'));
    assert.deepEqual(
      lines.filter((line) => /^[a-z]+$/.test(line)),
      ['findings', 'books', 'metrics', 'mechanism'],
    );
    // What was not checked stands after what is certain.
    const { stdout: withoutBooks } = await runCli(['check', file('no-books.csv', RACE)]);
    const parts = withoutBooks.split('\n').filter((line) => /^[a-z ]+$/.test(line));
    assert.ok(parts.indexOf('not checked') > parts.indexOf('findings'), parts.join());
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
        `✕ VIOLATION  ${race}\n  1 stale-version-write, 1 invariant-mismatch in 2 attempts\n` +
        '  cost: 1 unit was confirmed and not there to take\n',
    );
  });

  it('colours only where it may', async () => {
    assert.match((await runCli(['check', race], { colour: true })).stdout, /\u001b\[31m✕ VIOLATION/);
    assert.doesNotMatch((await runCli(['check', '--no-color', race], { colour: true })).stdout, /\u001b/);
  });

  it('reads columns under the user’s own names', async () => {
    const path = file('own.csv', RACE.replace('inventory_key', 'sku').replace('latency_ms', 'took_us'));
    const mapped = ['--map', 'inventory_key=sku', '--map', 'latency_ms=took_us'];
    const { value } = await json(...mapped, path);
    assert.equal(value.keys, 1);
    assert.equal((value.metrics as { latency_ms: { max: number } }).latency_ms.max, 0.004);
  });

  it('reads a column by its own name where the file has no other: one mapping serves all files', async () => {
    const mapped = [
      '--map',
      'inventory_key=sku',
      '--map',
      'latency_ms=took_us',
      '--map',
      'deployment=nowhere',
    ];
    const plain = await json(race);
    const { value } = await json(...mapped, race);
    assert.deepEqual(value.problems, {
      total: 1,
      stored: [
        {
          line: 1,
          byte_offset: 0,
          column: 'nowhere',
          kind: 'missing-column',
          message: 'deployment is mapped to nowhere; the file has neither column',
          excerpt: RACE.split('\n', 1)[0],
        },
      ],
    });
    assert.deepEqual({ ...value, problems: plain.value.problems }, plain.value);
  });

  it('refuses a file that is no trace: its columns, what they may mean, and the command to type next', async () => {
    const path = file("ann's orders.csv", 'orderId,SKU,seatNo,outcome\nr1,k,7,success\n');
    const { stdout, stderr, code } = await runCli(['check', '--map', 'client_id=seatNo', path]);
    assert.deepEqual([code, stdout], [2, '']);
    const next = `race-trace check --map client_id=seatNo --map request_id=orderId --map inventory_key=SKU --map result=outcome`;
    assert.equal(
      stderr,
      `race-trace: ${path} is not a trace: the file has no request_id and no inventory_key and no result; ` +
        `its columns are orderId, SKU, seatNo, outcome\n` +
        `If its columns have other names:\n  ${next} '${path.replace("'", `'\\''`)}'\n` +
        `To have them proposed, and written into race-trace.json:\n  race-trace init '${path.replace("'", `'\\''`)}'\n`,
    );
    const mapped = next.split(' ').slice(1);
    assert.equal((await runCli([...mapped, path])).code, 3);
    const { value } = await json(path);
    assert.deepEqual(
      [value.verdict, value.error],
      [
        'unknown',
        {
          kind: 'not-a-trace',
          message: (value.unknown_because as string[])[0],
          columns: ['orderId', 'SKU', 'seatNo', 'outcome'],
          missing: ['request_id', 'inventory_key', 'result'],
          nearest: { request_id: 'orderId', inventory_key: 'SKU', result: 'outcome' },
        },
      ],
    );
  });

  it('refuses what has no columns, by the first thing that is wrong, and suggests no mapping', async () => {
    for (const [name, content, why] of [
      ['hello.ndjson', 'hello\n', /hello\.ndjson is not a trace: line 1: the line is not JSON\n$/],
      ['cut.csv.gz', gzipSync(RACE).subarray(0, 12), /cut\.csv\.gz is not a trace: .*gzip.*\n$/],
    ] as const) {
      const { stderr, code } = await runCli(['check', file(name, content)]);
      assert.equal(code, 2);
      assert.match(stderr, why);
    }
  });

  it('takes a file without rows, or with rows that cannot be read, for a trace: unknown', async () => {
    for (const content of ['', RACE.split('\n', 1)[0]!, `${RACE.split('\n', 1)[0]!}\nr1\n`])
      assert.equal((await runCli(['check', file('no-rows.trace.csv', content)])).code, 3);
  });

  it('shows at most twenty findings unless told otherwise, and says how many there are', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => `r${i},k,A,1,${i + 2},success,1,\n`).join('');
    const path = file('many.trace.csv', RACE.split('\n', 1)[0]! + '\n' + rows);
    const count = (text: string): number => text.split('✕ stale-version-write').length - 1;
    const { stdout } = await runCli(['check', path]);
    assert.equal(count(stdout), 20);
    assert.match(stdout, /… and 80 more/);
    assert.equal(count((await runCli(['check', '--max-findings', '90', path])).stdout), 90);
  });

  it('goes by the worst verdict of several files: unread, violation, unknown, ok', async () => {
    const none = join(folder, 'none.csv');
    const emptyFolder = mkdtempSync(join(folder, 'empty-'));
    for (const [files, code] of [
      [[fine], 0],
      [[fine, alone], 3],
      [[alone, race, fine], 1],
      [[race, none], 2],
      [[emptyFolder], 2],
    ] as const)
      assert.equal((await runCli(['check', ...files])).code, code, files.join(' '));
  });

  it('checks several files as one history, and says so where files apart share keys', async () => {
    const pods = mkdtempSync(join(folder, 'pods-'));
    const paths = ['1', '2'].map((pod) => join(pods, `pod-${pod}.trace.csv`));
    const header = 'request_id,inventory_key,result,worker_id,read_version,write_version';
    writeFileSync(paths[0]!, `${header}\nr1,seat-1,success,one,1,2\n`);
    writeFileSync(paths[1]!, `${header}\n\nr2,seat-1,success,two,1,3\n`);
    const together = await runCli(['check', '--together', pods]);
    assert.equal(together.code, 1);
    assert.match(together.stdout, /two wrote v1→v3 after one had already replaced v1/);
    assert.match(together.stdout, /pod-2\.trace\.csv:3 {3}proved by line 2 of .*pod-1\.trace\.csv/);
    const json = await runCli(['check', '--format', 'json', '--together', ...paths]);
    const value = JSON.parse(json.stdout) as {
      files: string[];
      findings: { rows: number[]; files: string[] }[];
    };
    assert.deepEqual(value.files, paths);
    assert.deepEqual(
      [value.findings[0]!.rows, value.findings[0]!.files],
      [
        [3, 2],
        [paths[1], paths[0]],
      ],
    );
    const apart = await runCli(['check', '--quiet', ...paths]);
    assert.equal(apart.code, 3);
    assert.match(apart.stderr, /share 1 key such as 'seat-1': if they are of one run, --together/);
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

describe('a packed trace', () => {
  it('is checked like the plain one, with the same manifest', async () => {
    const path = file('race.trace.csv.gz', gzipSync(RACE));
    assert.equal((await json(path)).stdout, (await json(race)).stdout);
  });
});
