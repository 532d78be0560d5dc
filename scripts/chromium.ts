/**
 * Finds a Chromium for the tests, or gets one. `node scripts/chromium.ts` prints its path.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { aptInstall, canInstall, installCommand } from './debian.ts';
import { exclusively } from './exclusive.ts';
import { runMain, Stop } from './stop.ts';

/** Debian's browser, and a font that has the signs of the picture (✓ ✕ ⊘ ⊖ ↻ ◆). */
const PACKAGES = ['chromium', 'fonts-dejavu-core'];
const INSTALL = installCommand(PACKAGES);

const ON_PATH = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];
const ELSEWHERE: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) =>
    join(process.env[name] ?? 'C:\\', 'Google', 'Chrome', 'Application', 'chrome.exe'),
  ),
};

/** Flags for a quiet headless browser that talks to this machine only and also runs as root in a container. */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Path of a Chromium that runs: `CHROME_PATH`, else the system's, else the one that Playwright has downloaded, else
 * Debian's package, which is installed where that is possible. Stops with the command that gets one otherwise.
 */
export async function findChromium(): Promise<string> {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== '') {
    if (runs(named)) return named;
    throw new Stop(`CHROME_PATH is ${named}, and that does not run as a Chromium.`);
  }
  const found = present();
  if (found !== undefined) return found;
  if (!canInstall()) throw new Stop(missing(`As root, or with sudo:\n  ${INSTALL}`));
  return exclusively(
    join(tmpdir(), 'race-trace-chromium.lock'),
    () => {
      console.error('Chromium: another process is installing it; waiting.');
    },
    async () => present() ?? (await install()),
  );
}

function present(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = ON_PATH.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...(ELSEWHERE[process.platform] ?? []), chromium.executablePath()].find(runs);
}

/** Ubuntu's `chromium-browser` may be a stub that only says how to get the real one, so being there is not enough. */
function runs(path: string): boolean {
  if (!existsSync(path)) return false;
  // On Windows `--version` opens a window instead of answering.
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 120_000 }).status === 0;
}

async function install(): Promise<string> {
  console.error(`Chromium: none here, installing Debian's (${PACKAGES.join(', ')}); about a minute.`);
  await aptInstall(PACKAGES);
  const path = present();
  if (path === undefined) throw new Stop(missing(`\`${INSTALL}\` ended well, but brought none.`));
  return path;
}

function missing(what: string): string {
  return `No Chromium for the tests. Set CHROME_PATH to one, or install one. ${what}`;
}

if (import.meta.main) {
  await runMain(async () => {
    console.log(await findChromium());
    return 0;
  });
}
