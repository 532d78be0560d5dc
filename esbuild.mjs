import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { bundles, ROOT } from './scripts/bundles.ts';
import { CONFIG_SCHEMA, configSchemaText } from './scripts/config-schema.ts';
import { CRITERIA_SCHEMA, criteriaSchemaText } from './scripts/criteria-schema.ts';
import { exploreTypes } from './scripts/explore-types.ts';
import { bundledPackages, notices } from './scripts/third-party-notices.ts';

const all = await bundles(process.argv.includes('--production'));

for (const [name, schema] of [
  [CRITERIA_SCHEMA, await criteriaSchemaText()],
  [CONFIG_SCHEMA, await configSchemaText()],
]) {
  const path = join(ROOT, name);
  if ((await readFile(path, 'utf8')) !== schema) await writeFile(path, schema);
}
await rm(join(ROOT, 'dist'), { recursive: true, force: true });
if (process.argv.includes('--watch')) {
  await Promise.all(all.map(async (bundle) => (await esbuild.context(bundle)).watch()));
} else {
  const built = await Promise.all(all.map((bundle) => esbuild.build(bundle)));
  const packages = bundledPackages(
    built.map(({ metafile }) => metafile),
    ROOT,
  );
  await writeFile(join(ROOT, 'dist', 'explore.d.ts'), await exploreTypes(ROOT));
  await writeFile(join(ROOT, 'THIRD-PARTY-NOTICES'), await notices(packages));
}
