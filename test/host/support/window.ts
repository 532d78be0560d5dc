import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { workbench } from './workbench.ts';

/** Leaves nothing open from the test before. */
export async function clearWindow(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('workbench.action.closePanel');
  await vscode.commands.executeCommand('notifications.clearAll');
}

/** Runs a command as a person does: F1, its title, Enter. */
export async function runFromPalette(title: string): Promise<void> {
  const page = await workbench();
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input.input');
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

/** The next task that ends, and how; to be called before it is started. */
export function nextTaskEnd(): Promise<{
  readonly task: vscode.Task;
  readonly exitCode: number | undefined;
}> {
  return new Promise((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      listener.dispose();
      resolve({ task: execution.task, exitCode });
    });
  });
}

/** The custom editor in front: which file it shows, in which of the extension's views. */
export function swimlaneInFront(): Promise<vscode.TabInputCustom> {
  return eventually(() => {
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    if (input instanceof vscode.TabInputCustom) return input;
    throw new Error('The editor in front is not a swimlane.');
  });
}

/** Texts of the notifications that nobody has dismissed; under test VS Code keeps them in their list. */
export async function notifications(): Promise<string[]> {
  await vscode.commands.executeCommand('notifications.showList');
  return (await workbench()).locator('.notification-list-item-message').allInnerTexts();
}
