import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after } from 'node:test';
import { analyze, type Analysis } from '../../src/core/index.ts';
import type { SourceMapping } from '../../src/ingest/mapping/source-mapping.ts';
import { readTrace } from '../../src/ingest/read-trace.ts';
import { openUnsafeShop, type UnsafeShop } from './unsafe-shop.ts';

/** Runs a load tool to its end; what it said. It is stopped after a minute. */
export async function runTool(
  program: string,
  args: readonly string[],
  folder: string,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

/** What is found in a file that a load tool or its snippet has written. */
export async function analysisOf(path: string, mapping: SourceMapping = {}): Promise<Analysis> {
  const { history, reading } = await readTrace(createReadStream(path), { name: basename(path), mapping });
  return analyze(history, undefined, reading);
}

/** Why a file of a load tool is refused; '' if it is read. */
export async function refusalOf(path: string): Promise<string> {
  const { notATrace } = await readTrace(createReadStream(path), { name: basename(path) });
  return notATrace?.because ?? '';
}

/** Prepares a shop and a folder for the tests of one file. */
export async function withShop(): Promise<{ readonly shop: UnsafeShop; readonly folder: string }> {
  const shop = await openUnsafeShop();
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-snippet-'));
  after(async () => {
    await shop.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { shop, folder };
}
