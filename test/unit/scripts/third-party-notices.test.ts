import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import esbuild from 'esbuild';
import { bundles, ROOT } from '../../../scripts/bundles.ts';
import { bundledPackages, notices } from '../../../scripts/third-party-notices.ts';

describe('the notices of our bundles', () => {
  let text = '';
  /** Name and version of each package that a source map of a bundle names: a way to know them that shares no code. */
  const mapped = new Set<string>();

  before(async () => {
    const built = await Promise.all(
      (await bundles(false)).map((bundle) =>
        esbuild.build({ ...bundle, write: false, sourcemap: 'external' as const }),
      ),
    );
    text = await notices(
      bundledPackages(
        built.map(({ metafile }) => metafile),
        ROOT,
      ),
    );
    for (const { path, text: map } of built.flatMap(({ outputFiles }) => outputFiles)) {
      if (!path.endsWith('.map')) continue;
      for (const source of (JSON.parse(map) as { sources: string[] }).sources) {
        const at = source.lastIndexOf('node_modules/');
        if (at < 0) continue;
        const [scope = '', name = ''] = source.slice(at + 'node_modules/'.length).split('/');
        const folder =
          source.slice(0, at) + `node_modules/${scope.startsWith('@') ? `${scope}/${name}` : scope}`;
        const manifest = readFileSync(join(dirname(path), folder, 'package.json'), 'utf8');
        const about = JSON.parse(manifest) as { name: string; version: string };
        mapped.add(`${about.name} ${about.version}`);
      }
    }
  });

  it('are of every package that is bundled, by name and version', () => {
    const titles = [...text.matchAll(/^-{80}\n\n(\S+ \S+), /gm)].map(([, title]) => title!);
    assert.deepEqual(titles.toSorted(), [...mapped].toSorted());
    assert.ok(titles.some((title) => title.startsWith('papaparse ')));
    assert.ok(titles.some((title) => title.startsWith('@vscode/webview-ui-toolkit ')));
  });

  it('hold the text of each licence and who holds the rights', () => {
    const [, ...parts] = text.split(`\n${'-'.repeat(80)}\n\n`);
    for (const part of parts) {
      assert.match(part, /copyright|\(c\)/i);
      assert.match(part, /without (restriction|fee)|redistribution|apache license/i, part.slice(0, 80));
    }
  });
});

describe('the notice of a package', () => {
  const root = mkdtempSync(join(tmpdir(), 'race-trace-notices-'));
  after(() => {
    rmSync(root, { recursive: true });
  });
  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const pack = (path: string, manifest: object): string => {
    const name = path.replace(/^.*node_modules\//, '');
    put(`${path}/package.json`, JSON.stringify({ name, version: '1.2.3', ...manifest }));
    put(`${path}/index.js`, 'export const used = 1; export const left = 2;');
    return join(root, path);
  };

  it('is asked for where its code is in a bundle, also of one inside another, and not where only its types are', () => {
    pack('node_modules/@scope/outer', { license: 'MIT' });
    const inner = pack('node_modules/@scope/outer/node_modules/inner', { license: 'MIT' });
    pack('node_modules/unused', { license: 'MIT', sideEffects: false });
    put('node_modules/@scope/outer/index.js', `export { used } from 'inner'; export const own = 1;`);
    put('a.js', `import { used } from '@scope/outer'; import { left } from 'unused'; console.log(used);`);
    const { metafile } = esbuild.buildSync({
      absWorkingDir: root,
      entryPoints: ['a.js'],
      bundle: true,
      write: false,
      metafile: true,
    });
    assert.deepEqual(bundledPackages([metafile], root), [inner]);
  });

  it('has its licence and what the Apache licence asks to pass on', async () => {
    const folder = pack('node_modules/apache', { license: 'Apache-2.0' });
    put('node_modules/apache/LICENSE.txt', 'the licence\r\n');
    put('node_modules/apache/NOTICE', 'the notice\n');
    assert.match(await notices([folder]), /apache 1\.2\.3, Apache-2\.0\n\nthe licence\n\nthe notice\n$/);
  });

  it('is made of the known text for a package without a file, and fails where no text is known', async () => {
    const mit = pack('node_modules/bare', { license: 'MIT', author: { name: 'Ann' } });
    assert.match(await notices([mit]), /Copyright \(c\) Ann\n\nPermission is hereby granted/);
    const other = pack('node_modules/other', { license: 'Apache-2.0', author: 'Ann' });
    await assert.rejects(notices([other]), /other is bundled but has no licence file/);
    const none = pack('node_modules/none', {});
    await assert.rejects(notices([none]), /none is bundled but has no licence file/);
  });
});
