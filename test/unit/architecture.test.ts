/** The documentation of the architecture against the tree: it names every folder, and nothing that is not there. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');
const TEXT = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');

/** The names in the first cells of the table whose head begins with `folder of \`FOLDER\``. */
function foldersSaid(folder: string): ReadonlySet<string> {
  const lines = TEXT.split('\n');
  const head = lines.findIndex((line) => line.startsWith(`| folder of \`${folder}\` `));
  assert.ok(head >= 0, `no table of the folders of ${folder}`);
  const rows = lines.slice(head + 2, lines.indexOf('', head)).map((line) => line.split('|')[1]!);
  const names = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
  // Of `store/memory`, `sqlite` the folder is said once.
  return new Set(names.map((name) => name.slice(name.lastIndexOf('/') + 1)));
}

function foldersIn(folder: string): readonly string[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

for (const layer of ['core', 'ingest', 'harness', 'explore', 'report', 'cli', 'extension'].map(
  (name) => `src/${name}`,
))
  test(`every folder of ${layer} has its sentence, and every sentence its folder`, () => {
    assert.deepEqual([...foldersSaid(layer)].sort(), [...foldersIn(layer)].sort());
  });

test('every folder of the webview has its sentence, and every sentence its folder', () => {
  assert.deepEqual([...foldersSaid('webview')].sort(), [...foldersIn('webview')].sort());
});

test('every file that is linked is there', () => {
  const links = [...TEXT.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target]) => target!);
  const missing = links
    .filter((target) => !/^https?:/.test(target))
    .map((target) => resolve(ROOT, 'docs', target))
    .filter((path) => !existsSync(path));
  assert.deepEqual(
    missing.map((path) => relative(ROOT, path)),
    [],
  );
});
