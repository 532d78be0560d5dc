import { join, posix } from 'node:path';
import * as vscode from 'vscode';
import { notify } from '../notify.ts';
import type { MadeReport } from './thread-messages.ts';

/** Asks where to and saves the report in the form that the file's name ends in. */
export async function saveReport(folder: string, files: MadeReport['files']): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(folder, 'report.html')),
    filters: { 'Web page': ['html'], Markdown: ['md'], JSON: ['json'] },
    title: 'Save the validation report',
  });
  if (target === undefined) return;
  const ending = posix.extname(target.path).toLowerCase();
  const form = ending === '.md' ? 'md' : ending === '.json' ? 'json' : 'html';
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(files[form]));
  await notify('info', 'The report is saved.', {
    label: form === 'html' ? 'Open in the browser' : 'Open',
    run: () =>
      form === 'html'
        ? vscode.env.openExternal(target)
        : vscode.commands.executeCommand('vscode.open', target),
  });
}
