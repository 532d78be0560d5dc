import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

  it('keeps its exit code and says nothing when its reader goes away', async () => {
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
    assert.deepEqual([code, stderr], [1, '']);
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
