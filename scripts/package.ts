/** `npm run package`: makes the VSIX of the bundles in `dist`, with a README that is whole without the repository. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { extensionPage } from './extension-page.ts';

const ROOT = resolve(import.meta.dirname, '..');
/** What is packaged, copied: VS Code shows the README that it finds beside the manifest, and ours is for the repository. */
const STAGE = join(ROOT, '.cache', 'vsix');

await rm(STAGE, { recursive: true, force: true });
for (const file of await listFiles({ cwd: ROOT, packageManager: PackageManager.None })) {
  await mkdir(dirname(join(STAGE, file)), { recursive: true });
  await cp(join(ROOT, file), join(STAGE, file));
}
await writeFile(join(STAGE, 'README.md'), extensionPage(await readFile(join(ROOT, 'README.md'), 'utf8')));
await createVSIX({
  cwd: STAGE,
  packagePath: join(ROOT, 'dist', 'race-trace.vsix'),
  dependencies: false,
  rewriteRelativeLinks: false,
  allowMissingRepository: true,
});
