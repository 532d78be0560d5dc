import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'race-trace-process-'));
after(() => {
  rmSync(folder, { recursive: true });
});

const HEADER = 'request_id,inventory_key,read_version,write_version,result\n';

function traceOf(rows: number): string {
  const path = join(folder, `${rows}.trace.csv`);
  writeFileSync(
    path,
    HEADER + Array.from({ length: rows }, (_, i) => `r${i},seat-${i % 7},1,2,success\n`).join(''),
  );
  return path;
}

/** Runs it with its stdout in a file. @param before what the shell does before */
function intoFile(argv: readonly string[], out: string, before = '') {
  const script = `${before}out=$1; shift; exec "$0" "$@" > "$out"`;
  const args = ['-c', script, process.execPath, out, MAIN, ...argv];
  return spawnSync('/bin/sh', args, { encoding: 'utf8' });
}

describe('the process of race-trace', () => {
  it('ends in 130 on Ctrl-C', async () => {
    const child = spawn(process.execPath, [MAIN, 'check', traceOf(1_500_000)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    // The first line of progress shows that it is reading.
    await once(child.stderr, 'data');
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 130);
    assert.equal(stdout, '');
    assert.match(stderr, /race-trace: interrupted\n$/);
  });

  it('ends in 2, and says why, when its reader goes away before it has the result', async () => {
    const child = spawn(
      process.execPath,
      [MAIN, 'check', '--format=json', '--max-findings=50000', '--quiet', traceOf(50_000)],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'race-trace: the result could not be written to stdout whole: the program that read it has ended; the exit code is no verdict\n',
    );
  });

  it('ends in 2 on a disk that takes nothing, whatever it prints', () => {
    const path = traceOf(10);
    for (const argv of [
      ['check', path],
      ['check', '--format=json', path],
      ['check', '--quiet', path],
      ['--help'],
    ]) {
      const { status, stderr } = intoFile(argv, '/dev/full');
      assert.equal(status, 2, argv.join(' '));
      assert.match(stderr, /could not be written to stdout whole: the disk is full/);
    }
  });

  it('ends in 2 on a disk that takes only the beginning', () => {
    const out = join(folder, 'cut.json');
    const { status, stderr } = intoFile(['check', '--format=json', traceOf(2000)], out, 'ulimit -f 16; ');
    assert.equal(status, 2, stderr);
    assert.match(stderr, /could not be written to stdout whole: it would be larger than the system allows/);
    assert.ok(statSync(out).size > 0);
  });

  it('ends as it would where only its progress cannot be written', () => {
    const { status } = spawnSync('/bin/sh', [
      '-c',
      'exec "$0" "$@" 2> /dev/full',
      process.execPath,
      MAIN,
      'check',
      traceOf(10),
    ]);
    assert.equal(status, 1);
  });

  it('writes a result longer than a pipe holds to its end', async () => {
    const child = spawn(
      process.execPath,
      [MAIN, 'check', '--format=json', '--max-findings=20000', traceOf(40_000)],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
    const value = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { findings: unknown[] };
    assert.equal(value.findings.length, 20_000);
  });
});
