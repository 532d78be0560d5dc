/**
 * `npm run vscode`: opens VS Code with this extension and the sample traces, to try it by hand. A desktop VS Code
 * where there is one, else the one from the npm registry, whose address it prints; that one runs until Ctrl-C.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeSettings } from './host/folders.ts';
import { freePort } from './host/port.ts';
import { startServer } from './host/server.ts';
import { workbenchUrl } from './host/workbench.ts';
import { runMain } from './stop.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SAMPLES = join(ROOT, 'sample-traces');
const PREFERRED_PORT = 8760;

async function main(): Promise<number> {
  const desktop = desktopCode();
  return desktop === undefined ? openInBrowser() : openDesktop(desktop);
}

function desktopCode(): string | undefined {
  const named = process.env.VSCODE_PATH;
  if (named !== undefined && named !== '') return named;
  // On Windows `code` is a .cmd file, which only a shell starts.
  const found = spawnSync('code', ['--version'], { shell: process.platform === 'win32', timeout: 15_000 });
  return found.status === 0 ? 'code' : undefined;
}

function openDesktop(code: string): Promise<number> {
  const args = ['--new-window', `--extensionDevelopmentPath=${ROOT}`, SAMPLES];
  console.log(`Opening ${code} ${args.join(' ')}`);
  const child = spawn(code, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('exit', (exit) => {
      done(exit ?? 1);
    });
  });
}

async function openInBrowser(): Promise<number> {
  const base = join(ROOT, '.vscode-test', 'by-hand');
  const userData = join(base, 'user');
  await mkdir(userData, { recursive: true });
  if (!existsSync(join(userData, 'User', 'settings.json'))) await writeSettings(userData, {});
  const server = await startServer({
    userData,
    extensions: join(base, 'extensions'),
    port: await freePort(PREFERRED_PORT),
    trustAll: true,
    logFile: join(base, 'server.log'),
  });
  const url = workbenchUrl({ server, folder: SAMPLES, extensionDevelopmentPaths: [ROOT] });
  console.log(
    [
      'VS Code with Race Trace and the sample traces is at',
      '',
      `  ${url}`,
      '',
      'In it: F1, then "Race Trace: Run race reproducer"; or open a sample from the Explorer. Ctrl-C here ends it.',
    ].join('\n'),
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void server.stop());
  await server.ended;
  return 0;
}

await runMain(main);
