import { Writable } from 'node:stream';
import { run } from '../../../src/cli/command-line.ts';

/** What a run of the command line printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process. */
export async function runCli(
  argv: readonly string[],
  options: {
    readonly colour?: boolean;
    readonly interrupted?: AbortSignal;
    readonly absoluteSites?: boolean;
    readonly ask?: (question: string) => Promise<string>;
  } = {},
): Promise<Ran> {
  const [stdout, stderr] = [new Collected(), new Collected()];
  const { colour = false, interrupted = new AbortController().signal, absoluteSites = false, ask } = options;
  const code = await run(argv, { stdout, stderr, colour, interrupted, absoluteSites, ask });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

class Collected extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}
