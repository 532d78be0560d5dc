import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What a whole process cost, its start included. */
export interface Measured {
  readonly wallS: number;
  readonly cpuS: number;
  readonly peakMb: number;
  readonly stdout: string;
}

/** Makes Node say at its end, on a pipe of its own, what the process has used. */
const USAGE = `import { writeSync } from 'node:fs';
process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));`;

/** Runs a program in a Node of its own. Rejects if it ends otherwise than by one of these exit codes. */
export async function measured(argv: readonly string[], exitCodes: readonly number[]): Promise<Measured> {
  const hook = `data:text/javascript,${encodeURIComponent(USAGE)}`;
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', hook, ...argv], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const texts = { stdout: '', usage: '' };
  child.stdout!.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stdio[3]!.on('data', (chunk: Buffer) => (texts.usage += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const wallS = (performance.now() - began) / 1000;
  if (code === null || !exitCodes.includes(code)) throw new Error(`${argv[0]} ended in ${code}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(texts.usage) as NodeJS.ResourceUsage;
  return { wallS, cpuS: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024, stdout: texts.stdout };
}
