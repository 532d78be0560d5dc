/**
 * The harness's load generator beside autocannon and wrk, on the same server in one run: `node bench/load/compare.ts
 * [RATE] [SECONDS]`. Once on a server that answers at once, and once on one that stands still for half a second of every
 * five, where the true percentiles follow from arithmetic: that is where a generator that waits for answers before it asks
 * again stops seeing what its users see.
 */
import { execFile, fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installCommand } from '../../scripts/debian.ts';
import type { Measured } from './measured.ts';

const [rate = 900, seconds = 20] = process.argv.slice(2).map(Number);
const FREEZE_MS = 500;
const PERIOD_MS = 5000;
const GENERATORS = ['race-trace', 'autocannon', 'wrk'] as const;
type GeneratorName = (typeof GENERATORS)[number];

const run = promisify(execFile);
const program = (name: string) => join(import.meta.dirname, `${name}.ts`);

async function startServer(freezeMs: number): Promise<{ port: number; child: ChildProcess }> {
  const child = fork(program('server'), [String(freezeMs), String(PERIOD_MS)]);
  const [port] = (await once(child, 'message')) as [number];
  child.send('begin');
  return { port, child };
}

async function measure(name: GeneratorName, freezeMs: number): Promise<Measured> {
  // Each has the server to itself and as it is when it is new, so that none inherits another's state.
  const { port, child } = await startServer(freezeMs);
  try {
    const { stdout } = await run(process.execPath, [program(name), ...[port, rate, seconds].map(String)]);
    return JSON.parse(stdout) as Measured;
  } finally {
    child.kill();
  }
}

/** Percentile of the latency in milliseconds if requests arrive evenly and the server answers at once when it can. */
function truth(percent: number, freezeMs: number): number {
  const untouched = 1 - freezeMs / PERIOD_MS;
  return Math.max(0, (percent / 100 - untouched) * PERIOD_MS);
}

function line(name: string, ...cells: readonly string[]): string {
  return [name.padEnd(14), ...cells.map((cell) => cell.padStart(12))].join('');
}

function row(name: string, { requests, seconds: took, p50, p95, p99, max, cpuMs }: Measured): string {
  const ms = (value: number) => value.toFixed(1);
  return line(
    name,
    String(requests),
    (requests / took).toFixed(1),
    ...[p50, p95, p99, max].map(ms),
    (cpuMs / requests).toFixed(3),
  );
}

const missing = spawnSync('wrk', ['--version']).error !== undefined;
if (missing) console.error(`wrk is not here and is left out; to have it: ${installCommand(['wrk'])}`);
for (const freezeMs of [0, FREEZE_MS]) {
  const what = freezeMs === 0 ? 'answers at once' : `stands still ${freezeMs} ms of every ${PERIOD_MS}`;
  console.log(`\n${rate} requests/s for ${seconds} s (wrk: as many as it can), a server that ${what}`);
  console.log(line('', 'requests', 'per s', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms', 'CPU ms/req'));
  console.log(line('truth', '', '', ...[50, 95, 99, 100].map((p) => truth(p, freezeMs).toFixed(1))));
  // It has no 95th percentile of its own.
  console.log('(autocannon: its p97.5 stands under p95)');
  for (const name of GENERATORS)
    if (name !== 'wrk' || !missing) console.log(row(name, await measure(name, freezeMs)));
}
