import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { lines, writeFixture } from '../support/files.ts';
import { editorAt } from '../support/reproduce.ts';
import { openTrace, type Swimlane } from '../support/swimlane.ts';
import { clearWindow, notifications } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

const SOURCE = lines('// one', '// two', 'await store.put(key, value);', '// four');

/** Opens a trace of one stale write that happened at `site`, and clicks the site in its code path. */
async function clickSite(site: string): Promise<Swimlane> {
  const trace = lines(
    'request_id,inventory_key,worker_id,read_version,write_version,result,write_site',
    `r-1,seat-7,w1,1,2,success,`,
    `r-2,seat-7,w2,1,3,success,${site}`,
  );
  const lanes = await openTrace(await writeFixture(`site-${Date.now()}.trace.csv`, trace));
  const name =
    site
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/^(.+?:\d+):\d+$/, '$1') ?? '';
  await lanes.codePath.getByTitle(`Open ${name}`).first().click();
  return lanes;
}

/** Opens a log of one stale write, whose lines say no more of their source than a message. */
async function openLog(message: string): Promise<Swimlane> {
  const rows = ['a', 'b'].map((id, at) =>
    JSON.stringify({
      ...{ request_id: id, inventory_key: 'seat-7', read_version: 1, write_version: at + 2 },
      ...{ result: 'success', msg: message },
    }),
  );
  return openTrace(await writeFixture(`log-${Date.now()}.trace.ndjson`, lines(...rows)));
}

async function writeSource(...path: readonly string[]): Promise<string> {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const file = join(root, ...path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, SOURCE);
  return file;
}

function openEditors(): string[] {
  return vscode.window.visibleTextEditors.map(({ document }) => document.uri.path);
}

describe('A click on a site', () => {
  let outside = '';

  before(async () => {
    outside = await mkdtemp(join(tmpdir(), 'race-trace-outside-'));
    await writeFile(join(outside, 'secret.ts'), SOURCE);
  });
  beforeEach(clearWindow);
  after(() => rm(outside, { recursive: true }));

  it('opens the file whose path ends alike, although it was traced on another machine', async () => {
    await writeSource('shop', 'src', 'reserve.ts');
    await writeSource('other', 'src', 'reserve.ts');
    await clickSite('/home/ci/build/shop/src/reserve.ts:3:7');
    const editor = await editorAt('shop/src/reserve.ts:3');
    assert.equal(editor.selection.active.character, 6);
    await eventually(() => {
      assert.equal(vscode.window.tabGroups.all.length, 2);
    });
  });

  it('opens it too when the path of the other machine begins like the open folder', async () => {
    await writeSource('stock', 'src', 'take.ts');
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    await clickSite(`${join(root, 'not-here', 'stock', 'src', 'take.ts')}:3:7`);
    await editorAt('stock/src/take.ts:3');
  });

  it('opens a file that was not there a moment ago', async () => {
    const site = 'late/comer.ts:2:1';
    await clickSite(site);
    await eventually(async () => {
      assert.match((await notifications()).join('\n'), /late\/comer\.ts:2 is not in the open folders/);
    });
    await writeSource('late', 'comer.ts');
    await clearWindow();
    await clickSite(site);
    await editorAt('late/comer.ts:2');
  });

  it('asks which file is meant when two fit equally, and remembers the answer', async () => {
    await writeSource('one', 'lib', 'twin.ts');
    await writeSource('two', 'lib', 'twin.ts');
    await clickSite('lib/twin.ts:2:1');
    const page = await workbench();
    const list = page.locator('.quick-input-list .monaco-list-row');
    await list.nth(1).waitFor();
    await screenshot('which file');
    await list.filter({ hasText: 'two' }).click();
    await editorAt('two/lib/twin.ts:2');
    await clearWindow();
    await clickSite('lib/twin.ts:4:1');
    await editorAt('two/lib/twin.ts:4');
  });

  it('finds the line of a log without sites by what it writes, and says that it is inferred', async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    await mkdir(join(root, 'booking', 'node_modules'), { recursive: true });
    const source = lines('if (left < 1) log.info("none left");', 'log.info(`booked ${seat} for ${guest}`);');
    await writeFile(join(root, 'booking', 'book.ts'), source);
    await writeFile(join(root, 'booking', 'node_modules', 'copy.ts'), source);
    const lanes = await openLog('booked seat-7 for Zoë');
    await lanes.codePath.getByTitle('Open “booked seat-7 for Zoë”').first().click();
    await editorAt('booking/book.ts:2');
    await lanes.writes(/Inferred: in the open folders only this line writes “booked seat-7 for Zoë”/);
    await screenshot('inferred line');
  });

  it('asks which line is meant when several write the same, and says so when none does', async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    await mkdir(join(root, 'refund'), { recursive: true });
    for (const name of ['first', 'second'])
      await writeFile(join(root, 'refund', `${name}.py`), 'log("refunded")\n');
    await (await openLog('refunded')).codePath.getByTitle('Open “refunded”').first().click();
    const list = (await workbench()).locator('.quick-input-list .monaco-list-row');
    await list.nth(1).waitFor();
    await screenshot('which line');
    await list.filter({ hasText: 'second' }).click();
    await editorAt('refund/second.py:1');
    await clearWindow();
    await (await openLog('never written')).codePath.getByTitle('Open “never written”').first().click();
    await eventually(async () => {
      assert.match((await notifications()).join('\n'), /none in the open folders writes “never written”/);
    });
  });

  // VS Code shows no dialog while extension tests run: whoever asks for one is refused, as if the person had said no.
  it('opens nothing outside the open folders without asking', async () => {
    const lanes = await clickSite(`${join(outside, 'secret.ts')}:3:1`);
    await lanes.writes(/could not be shown/);
    assert.deepEqual(openEditors(), []);
  });

  it('opens what a link in the workspace leads out to only after asking', async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    await writeFile(join(outside, 'linked.ts'), SOURCE);
    await mkdir(join(root, 'links'), { recursive: true });
    await symlink(join(outside, 'linked.ts'), join(root, 'links', 'linked.ts'));
    for (const site of [join(root, 'links', 'linked.ts'), 'links/linked.ts']) {
      await clearWindow();
      const lanes = await clickSite(`${site}:1:1`);
      await lanes.writes(/could not be shown/);
      assert.deepEqual(openEditors(), []);
    }
  });

  it('opens a link that leads out only after asking, also when it was picked among files of one name', async () => {
    await writeSource('inner', 'way', 'fork.ts');
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    await writeFile(join(outside, 'fork.ts'), SOURCE);
    await mkdir(join(root, 'outer', 'way'), { recursive: true });
    await symlink(join(outside, 'fork.ts'), join(root, 'outer', 'way', 'fork.ts'));
    const lanes = await clickSite('way/fork.ts:1:1');
    const list = (await workbench()).locator('.quick-input-list .monaco-list-row');
    await list.filter({ hasText: 'outer' }).click();
    await lanes.writes(/could not be shown/);
    // Nor does the choice that is remembered take the question's place.
    await clearWindow();
    await (await clickSite('way/fork.ts:2:1')).writes(/could not be shown/);
    assert.deepEqual(openEditors(), []);
  });

  it('opens a file in a folder that the settings name', async () => {
    const settings = vscode.workspace.getConfiguration('raceTrace');
    await settings.update('sourceRoots', [outside], vscode.ConfigurationTarget.Global);
    try {
      await clickSite(`${join(outside, 'secret.ts')}:3:1`);
      await editorAt(`${join(outside, 'secret.ts')}:3`);
    } finally {
      await settings.update('sourceRoots', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('says kindly that a file is nowhere to be found', async () => {
    await clickSite('src/never-written.ts:3:1');
    await eventually(async () => {
      assert.match((await notifications()).join('\n'), /src\/never-written\.ts:3 is not in the open folders/);
    });
    assert.deepEqual(openEditors(), []);
  });

  for (const site of ['file:///etc/passwd:1:1', '\\\\host\\share\\a.ts:1:1', '../../etc/passwd:1:1'])
    it(`refuses ${site}`, async () => {
      await clickSite(site);
      await eventually(async () => {
        assert.match((await notifications()).join('\n'), /Nothing was opened/);
      });
      assert.deepEqual(openEditors(), []);
    });
});
