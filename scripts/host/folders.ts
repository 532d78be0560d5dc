import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { HostFolders } from './server.ts';

/** What keeps a window quiet: nothing that talks to the network, greets, or moves between two screenshots. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'window.restoreWindows': 'none',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'terminal.integrated.enablePersistentSessions': false,
};

const SAMPLES = resolve(import.meta.dirname, '../../sample-traces');
const TRACE_OR_MANIFEST = /\.trace\.[a-z.]+$|\.run\.json$/;

/** Makes VS Code's folders under `base`, and a workspace with the sample traces in it. */
export async function prepareFolders(
  base: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<HostFolders & { readonly workspace: string }> {
  const folders = {
    userData: join(base, 'user'),
    extensions: join(base, 'extensions'),
    workspace: join(base, 'workspace'),
  };
  await mkdir(folders.extensions, { recursive: true });
  await cp(SAMPLES, folders.workspace, {
    recursive: true,
    filter: (path) => path === SAMPLES || TRACE_OR_MANIFEST.test(path),
  });
  await writeSettings(folders.userData, settings);
  return folders;
}

/** Writes the user settings of a quiet window, and `settings` over them. */
export async function writeSettings(
  userData: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const folder = join(userData, 'User');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ ...QUIET, ...settings }, null, 2));
}
