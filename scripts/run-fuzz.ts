/**
 * `npm run test:fuzz`: reads two million generated inputs as traces, in as many processes as there are processors. Every
 * batch is a process of its own, so that one that hangs or crashes is told apart. Ends in exit code 1 if a batch failed.
 * Usage: `node scripts/run-fuzz.ts [INPUTS]`
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { runMain } from './stop.ts';

const ROOT = resolve(import.meta.dirname, '..');
const INPUTS = 2_000_000;
const BATCH = 20_000;
/** Many times what a batch takes: one that has not ended by then hangs. */
const BOUND_MS = 20 * 60_000;

async function main(): Promise<number> {
  const inputs = Number(process.argv[2] ?? INPUTS);
  let [left, read, failed] = [inputs, 0, 0];
  const began = performance.now();
  const work = async (): Promise<void> => {
    while (left > 0) {
      const runs = Math.min(BATCH, left);
      left -= runs;
      const output = await batch(runs);
      if (output === undefined) read += runs;
      else failed++;
      const seconds = (performance.now() - began) / 1000;
      console.log(
        `${read.toLocaleString('en')} inputs read, ${failed} batches failed, ${seconds.toFixed(0)} s`,
      );
      if (output !== undefined) console.log(output);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return failed > 0 ? 1 : 0;
}

/** Reads so many inputs in a process of its own; undefined if all was well, else what it wrote. */
function batch(runs: number): Promise<string | undefined> {
  return new Promise((done) => {
    const args = ['--test', '--test-name-pattern=never throws', 'test/unit/ingest/fuzz.test.ts'];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, RACE_TRACE_FUZZ_RUNS: String(runs) },
      timeout: BOUND_MS,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    child.on('close', (code, signal) => {
      done(code === 0 ? undefined : `${output}\nended with ${code ?? signal}`);
    });
  });
}

await runMain(main);
