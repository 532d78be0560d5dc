import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { EXIT } from './exit-code.ts';

/** The oldest Node that has all that the command line uses. */
const OLDEST = [22, 13] as const;

/** Whether a version of Node, such as `20.20.2`, is older than the oldest one that can run the command line. */
export function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

/**
 * Runs this program again on the Node that the project installs beside its other packages; resolves to its exit code.
 * Where there is none, it says which Node is needed.
 */
export async function runOnOwnNode(): Promise<number> {
  const node = ownNode();
  if (node === undefined) {
    process.stderr.write(
      `race-trace needs Node.js ${OLDEST.join('.')} or newer; this is ${process.versions.node}.\n` +
        'To give it one of its own, in the folder where it is installed: npm install node@24\n',
    );
    return EXIT.usage;
  }
  const { spawn } = await import('node:child_process');
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  // Ctrl-C reaches both; these reach only this process.
  for (const signal of ['SIGHUP', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? EXIT.interrupted;
}

function ownNode(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return undefined;
  }
}
