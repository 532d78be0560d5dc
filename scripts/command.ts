import { spawn, type SpawnOptionsWithoutStdio } from 'node:child_process';
import { Stop } from './stop.ts';

/**
 * Runs a program to its end and gives its output; a failing one stops with the command and the end of what it said.
 * Output is not shown: these are installers, whose hundreds of lines would drown the few that matter.
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio = {},
): Promise<string> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (exit, signal) => {
      resolve(exit ?? signal ?? 'unknown');
    });
  });
  if (code === 0) return output;
  const tail = output.trim().split('\n').slice(-15).join('\n  ');
  throw new Stop(`\`${[program, ...args].join(' ')}\` failed (${code}):\n  ${tail}`);
}
