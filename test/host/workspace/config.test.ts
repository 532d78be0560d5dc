import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { lines, writeFixture } from '../support/files.ts';
import { openTrace } from '../support/swimlane.ts';
import { clearWindow } from '../support/window.ts';

/** Leaves other tests no config: one that is wrong would keep them from reading anything beside it. */
async function removeConfig(): Promise<void> {
  await clearWindow();
  await vscode.workspace.fs.delete(await writeFixture('race-trace.json', ''));
}

describe('A log beside a race-trace.json', () => {
  beforeEach(clearWindow);
  afterEach(removeConfig);

  const config = (...messages: readonly string[]) =>
    JSON.stringify({
      sources: [
        {
          files: 'shop.trace.ndjson',
          where: { msg: messages },
          map: { request_id: 'req.id', inventory_key: 'sku' },
          result: { from: 'msg', sold: 'success', 'sold out': 'rejected' },
        },
      ],
    });

  it('is read by it, and again when it is saved with another filter', async () => {
    const line = (id: string, msg: string) => JSON.stringify({ msg, req: { id }, sku: 'seat-7' });
    await writeFixture('race-trace.json', config('sold'));
    const log = lines(line('r1', 'sold'), line('r2', 'sold'), line('r3', 'sold out'), '{"msg":"bye"}');
    const lanes = await openTrace(await writeFixture('shop.trace.ndjson', log));
    await lanes.says(/: 2 attempts on/);
    await writeFixture('race-trace.json', config('sold', 'sold out'));
    await lanes.says(/: 3 attempts on/);
  });
});

describe('A race-trace.json', () => {
  beforeEach(clearWindow);
  afterEach(removeConfig);

  it('is completed by VS Code, and what is wrong in it is marked', async () => {
    const wrong = JSON.stringify({
      sources: [{ files: 'shop.log', result: { from: 'msg', sold: 'sucess' } }],
    });
    const file = await writeFixture('race-trace.json', wrong);
    await vscode.window.showTextDocument(file);
    await eventually(() => {
      const marked = vscode.languages.getDiagnostics(file).map(({ message }) => message);
      assert.match(marked.join('\n'), /"success"/);
    });
    const inSource = new vscode.Position(0, wrong.indexOf('"files"'));
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      file,
      inSource,
    );
    const names = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const name of ['where', 'map', 'units']) assert.ok(names.includes(name), names.join(', '));
  });
});
