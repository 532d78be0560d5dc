/**
 * Which VS Code the tests run in: a desktop one that the person names or that VS Code's download host gives, else the
 * one from the npm registry in a headless Chromium. The tests are the same in each.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { findChromium } from './chromium.ts';
import { codeServerFolder } from './host/code-server.ts';
import { Stop } from './stop.ts';

/** A VS Code that `runTests` can start. */
export interface VscodeHost {
  readonly kind: 'desktop' | 'browser';
  /** For people, e.g. `VS Code 1.139.1 from the npm registry, in Chromium`. */
  readonly name: string;
  readonly executablePath: string;
}

/** The desktop one; the one from the npm registry (see `host/code-server.ts`) is the same. */
const VERSION = '1.139.1';
const REACH_TIMEOUT_MS = 5000;

/** The first VS Code that can be had, installed where needed. Stops with what to do where none can. */
export async function findHost(): Promise<VscodeHost> {
  const named = process.env.VSCODE_PATH;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return { kind: 'desktop', name: named, executablePath: named };
    throw new Stop(`VSCODE_PATH is ${named}, and there is no such file.`);
  }
  const downloaded = hasDisplay() ? await download() : undefined;
  if (downloaded !== undefined)
    return { kind: 'desktop', name: `VS Code ${VERSION}`, executablePath: downloaded };
  return browserHost();
}

async function browserHost(): Promise<VscodeHost> {
  try {
    await codeServerFolder();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    throw new Stop(
      `No VS Code for the tests. Install one and name it: VSCODE_PATH=/path/to/code npm run test:host\n` +
        `(The one from the npm registry did not work: ${error.message})`,
    );
  }
  const chromium = await findChromium();
  return {
    kind: 'browser',
    name: `VS Code ${VERSION} from the npm registry, in ${chromium}`,
    executablePath: join(import.meta.dirname, 'host', 'launcher.ts'),
  };
}

/** A desktop VS Code cannot start on a Linux without one; under `xvfb-run` it can. */
function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

/** Path of the executable, or undefined where the download host is out of reach. */
async function download(): Promise<string | undefined> {
  try {
    return await downloadAndUnzipVSCode({
      version: VERSION,
      reporter: new SilentReporter(),
      timeout: REACH_TIMEOUT_MS,
    });
  } catch {
    return undefined;
  }
}
