/** A report is made of the same files wherever it is asked for: on the command line and in VS Code. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { OWN_ROOT } from '../../../src/cli/own-root.ts';
import { formOfName } from '../../../src/extension/report/form-of-name.ts';
import { makeReport } from '../../../src/extension/report/make-report.ts';
import { SMALL_LOAD, twoValidations } from './two-validations.ts';

const { unsafe, conditional } = twoValidations(SMALL_LOAD);

/** The files of a report that the extension has made, by name. */
async function madeByExtension(
  directory: string,
  baseline: string | undefined,
  columnMap = new Map<string, string>(),
) {
  const parts = { nonce: 'n0nce', scriptUri: 'https://webview.test/report-view.js' };
  const task = { directory, baseline, columnMap, maxFindings: 1000, ownRoot: OWN_ROOT.href, ...parts };
  const { files } = await makeReport(task, () => undefined);
  return new Map(files.map(({ name, text }) => [name, text]));
}

/** Those that the command line has written, by name. */
async function writtenByCli(
  directory: string,
  baseline: string | undefined,
  columnMap?: Map<string, string>,
) {
  const { paths } = await writeReport(directory, { baseline, columnMap });
  return new Map(paths.map((path) => [basename(path), readFileSync(path, 'utf8')]));
}

it('the command line and VS Code make the same files of the same folder', async () => {
  for (const [directory, baseline, names] of [
    [unsafe, undefined, ['report.html', 'report.md', 'report.json']],
    [conditional, unsafe, ['report.html', 'report.md', 'report.json', 'alerts.rules.yml', 'alerts.test.yml']],
  ] as const) {
    const written = await writtenByCli(directory, baseline);
    assert.deepEqual([...written.keys()], names);
    assert.deepEqual(await madeByExtension(directory, baseline), written);
  }
});

it('both read traces whose columns have other names, and the report says how', async () => {
  for (const name of readdirSync(unsafe).filter((each) => each.endsWith('.trace.csv'))) {
    const path = join(unsafe, name);
    writeFileSync(path, readFileSync(path, 'utf8').replace('inventory_key', 'sku'));
  }
  const columnMap = new Map([['inventory_key', 'sku']]);
  const written = await writtenByCli(unsafe, undefined, columnMap);
  assert.deepEqual(await madeByExtension(unsafe, undefined, columnMap), written);
  assert.match(written.get('report.json')!, /"race-trace report unsafe --map 'inventory_key=sku'"/);
});

it('a saved report has the form that the end of its name says', () => {
  const files = ['report.html', 'report.md', 'report.json', 'alerts.rules.yml', 'alerts.test.yml'].map(
    (name) => ({
      name,
    }),
  );
  for (const [path, name] of [
    ['/a/mine.html', 'report.html'],
    ['/a/mine.MD', 'report.md'],
    ['/a/mine.rules.json', 'report.json'],
    ['/a/mine.yml', 'alerts.rules.yml'],
    ['/a/mine.rules.yml', 'alerts.rules.yml'],
    ['/a/mine.test.yml', 'alerts.test.yml'],
    ['/a/mine', 'report.html'],
  ] as const)
    assert.equal(formOfName(files, path).name, name, path);
});
