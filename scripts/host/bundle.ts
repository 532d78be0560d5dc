import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { Stop } from '../stop.ts';

/**
 * Bundles the tests of one folder of `test/host` into the CommonJS file that VS Code loads, and returns its path. They
 * are found by pattern, and loaded inside a function because mocha's `describe` exists only while mocha loads tests.
 */
export async function bundleHostTests(root: string, scenario: string): Promise<string> {
  const tests = globSync(`test/host/${scenario}/**/*.test.ts`, { cwd: root }).sort();
  if (tests.length === 0) throw new Stop(`No tests in test/host/${scenario}.`);
  const folder = join(root, '.cache', 'host-tests');
  const outfile = join(folder, `${scenario}.cjs`);
  await esbuild.build({
    stdin: {
      contents: [
        `import { runMocha } from './test/host/support/run-mocha.ts';`,
        `export const run = () => runMocha(() => {`,
        ...tests.map((path) => `require(${JSON.stringify(`./${path}`)});`),
        `});`,
      ].join('\n'),
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    // These stay where they are: they find their own parts by path.
    external: ['vscode', 'mocha', 'playwright-core', 'axe-core'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  // Stacks that name the lines of the tests need source maps, switched on before the bundle is read.
  const entry = join(folder, `${scenario}.entry.cjs`);
  await writeFile(
    entry,
    `process.setSourceMapsEnabled(true);\nexports.run = () => require('./${scenario}.cjs').run();\n`,
  );
  return entry;
}
