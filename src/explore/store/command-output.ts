import { spawn } from 'node:child_process';

/** A line of the shell, and the folder that it runs in: that of this process unless it is said. */
export interface ShellCommand {
  readonly command: string;
  readonly folder?: string;
}

/** More than a million records; a command that prints more prints something else. */
const MOST_BYTES = 128 * 1024 * 1024;

/**
 * What a line of the shell prints, to its end; its errors go to `onError` as they come.
 * @throws Error if it does not end well; an AbortError if the signal ended it
 */
export function commandOutput(
  { command, folder }: ShellCommand,
  onError: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const child = spawn(command, { shell: true, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], signal });
  const chunks: Buffer[] = [];
  let bytes = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) child.kill();
    else chunks.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    onError(chunk.toString());
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, by) => {
      if (bytes > MOST_BYTES) reject(new Error('the command prints more than 128 MiB'));
      else if (code !== 0) reject(new Error(`the command ended with ${code ?? by ?? 'an error'}`));
      else resolve(Buffer.concat(chunks).toString());
    });
  });
}
