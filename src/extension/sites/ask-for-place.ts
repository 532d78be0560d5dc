import * as vscode from 'vscode';
import { printable } from '../../core/words/printable.ts';
import { CONFIGURATION, SETTING } from '../ids.ts';
import { confirm, notify } from '../notify.ts';
import type { Place, Resolution, SiteResolver } from './site-resolver.ts';
import { pathOf } from './site.ts';

/**
 * Turns a resolution into a place to open, with a person's help where it takes one: a choice among files of the same
 * name, or consent to a path outside the trusted folders. Undefined if there is none; then it has been said why.
 */
export async function askForPlace(
  resolution: Resolution,
  resolver: SiteResolver,
): Promise<Place | undefined> {
  switch (resolution.kind) {
    case 'place':
      return resolution.place;
    case 'ambiguous': {
      const file = await pickFile(pathOf(resolution.site), resolution.files);
      return file && askForPlace(await resolver.remember(resolution.site, file), resolver);
    }
    case 'outside':
      return (await consent(resolution.file.fsPath))
        ? resolver.allow(resolution.site, resolution.file)
        : undefined;
    case 'missing':
      await sayMissing(`${pathOf(resolution.site)}:${resolution.site.line}`);
      return undefined;
    case 'refused':
      await notify('warning', `${resolution.why} Nothing was opened.`);
      return undefined;
  }
}

async function pickFile(path: string, files: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const items = files.map((uri) => ({
    label: vscode.workspace.asRelativePath(uri),
    description: uri.scheme === 'file' ? '' : uri.scheme,
    uri,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `Which file does the trace mean by ${printable(path)}?`,
    placeHolder: 'Your choice is remembered for this workspace',
  });
  return picked?.uri;
}

function consent(path: string): Promise<boolean> {
  return confirm(
    'The trace points outside the open folders. Open this file?',
    `${path}\n\nOnly open it if you trust where the trace comes from.`,
    'Open this file',
  );
}

function sayMissing(place: string): Promise<void> {
  return notify(
    'info',
    `${place} is not in the open folders. Open the folder that it belongs to, or name that folder in the settings.`,
    { label: 'Open folder…', run: () => vscode.commands.executeCommand('vscode.openFolder') },
    {
      label: 'Name its folder',
      run: () =>
        vscode.commands.executeCommand(
          'workbench.action.openSettings',
          `${CONFIGURATION}.${SETTING.sourceRoots}`,
        ),
    },
  );
}
