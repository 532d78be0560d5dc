/**
 * VS Code from the npm registry, for machines that cannot reach VS Code's own download: code-server carries the VS
 * Code server and workbench, which together with a headless Chromium are a real VS Code.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from '../command.ts';
import { exclusively } from '../exclusive.ts';

/** code-server 4.139.1 carries VS Code 1.139.1. */
const VERSION = '4.139.1';
const CACHE = resolve(import.meta.dirname, '../../.vscode-test');
const INSTALLED = join(CACHE, `code-server-${VERSION}`);
const SERVER = join('node_modules', 'code-server', 'lib', 'vscode');

/** The folder of the VS Code server, installed on first use: about half a minute and 700 MB, kept for later runs. */
export async function codeServerFolder(): Promise<string> {
  if (!existsSync(INSTALLED)) {
    await exclusively(
      join(CACHE, 'code-server.lock'),
      () => {
        console.error('VS Code: another process is installing it; waiting.');
      },
      async () => {
        if (!existsSync(INSTALLED)) await install();
      },
    );
  }
  return join(INSTALLED, SERVER);
}

/**
 * Builds the folder aside and moves it into place when it is complete. What an interrupted install has left is
 * continued by npm, from its cache.
 *
 * No install scripts: those of code-server want a compiler and headers for parts that are not used here, and the
 * native parts that are (terminals, file watching) come prebuilt.
 */
async function install(): Promise<void> {
  const partial = `${INSTALLED}.partial`;
  const began = performance.now();
  const say = (text: string) => {
    console.error(`VS Code: ${text} (${((performance.now() - began) / 1000).toFixed(0)} s)`);
  };
  say(`installing code-server ${VERSION} from the npm registry into .vscode-test/, once`);
  await mkdir(partial, { recursive: true });
  await writeFile(join(partial, 'package.json'), '{ "private": true }\n');
  await npm(partial, ['install', `code-server@${VERSION}`]);
  say('its VS Code server');
  await npm(join(partial, SERVER), ['install', '--omit=dev']);
  await rm(INSTALLED, { recursive: true, force: true });
  await rename(partial, INSTALLED);
  say('installed');
}

function npm(folder: string, args: readonly string[]): Promise<string> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--fetch-retries=4'];
  return runCommand('npm', [...args, ...quiet], {
    cwd: folder,
    env: cleanEnv(),
    shell: process.platform === 'win32',
  });
}

/** Without what `npm run` adds: npm would take the outer project's settings for those of this folder. */
function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_)/.test(name)));
}
