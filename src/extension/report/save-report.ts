import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ReportFormat } from '../../report/forms.ts';
import { notify } from '../notify.ts';
import { formOfName } from './form-of-name.ts';
import type { MadeReport } from './thread-messages.ts';

/** What each form is called in the dialog, and how its files end. */
const FILTERS: Readonly<Record<ReportFormat, readonly [label: string, endings: readonly string[]]>> = {
  html: ['Web page', ['html']],
  md: ['Markdown', ['md']],
  json: ['JSON', ['json']],
  rules: ['Alerting rules, or as .test.yml their tests', ['yml']],
};

/** Asks where to and saves the report in the form that the file's name ends in. */
export async function saveReport(folder: string, files: MadeReport['files']): Promise<void> {
  const formats = new Set(files.map(({ format }) => format));
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(folder, files[0]?.name ?? 'report.html')),
    filters: Object.fromEntries([...formats].map((format) => [FILTERS[format][0], [...FILTERS[format][1]]])),
    title: 'Save',
  });
  if (target === undefined) return;
  const form = formOfName(files, target.path);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(form.text));
  const isPage = form.format === 'html';
  await notify('info', 'Saved.', {
    label: isPage ? 'Open in the browser' : 'Open',
    run: () =>
      isPage ? vscode.env.openExternal(target) : vscode.commands.executeCommand('vscode.open', target),
  });
}
