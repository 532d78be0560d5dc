/** wrk, as many requests as 32 connections make (it has no rate): `wrk.ts PORT RATE SECONDS`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measured } from './measured.ts';

const SCRIPT = `
wrk.method = "POST"
wrk.body = "{}"
wrk.headers["authorization"] = "Bearer bench"
done = function(summary, latency)
  io.write(string.format('{"requests":%d,"seconds":%f,"p50":%f,"p95":%f,"p99":%f,"max":%f}', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3))
end`;

const [port = 0, , seconds = 0] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'race-trace-bench-'));
const script = join(folder, 'report.lua');
writeFileSync(script, SCRIPT);
const wrk = ['wrk', '-t1', '-c32', `-d${seconds}s`, '-s', script, `http://127.0.0.1:${port}/reservations`];
// The shell's own clock is what knows the processor time of a program that does not say it itself.
const { stdout, stderr } = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', ...wrk], {
  encoding: 'utf8',
});
rmSync(folder, { recursive: true });
const [, json] = /(\{"requests".*\})/.exec(stdout) ?? [];
if (json === undefined) throw new Error(`wrk failed: ${stderr}`);
const [user = 0, system = 0] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
const measured: Measured = {
  ...(JSON.parse(json) as Omit<Measured, 'cpuMs'>),
  cpuMs: (user + system) * 1000,
};
process.stdout.write(JSON.stringify(measured));
