import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { bundles, ROOT } from './scripts/bundles.ts';
import { CRITERIA_SCHEMA, criteriaSchemaText } from './scripts/criteria-schema.ts';
import { bundledPackages, notices } from './scripts/third-party-notices.ts';

const all = await bundles(process.argv.includes('--production'));

const [schema, schemaPath] = [await criteriaSchemaText(), join(ROOT, CRITERIA_SCHEMA)];
if ((await readFile(schemaPath, 'utf8')) !== schema) await writeFile(schemaPath, schema);
await rm(join(ROOT, 'dist'), { recursive: true, force: true });
if (process.argv.includes('--watch')) {
  await Promise.all(all.map(async (bundle) => (await esbuild.context(bundle)).watch()));
} else {
  const built = await Promise.all(all.map((bundle) => esbuild.build(bundle)));
  const packages = bundledPackages(
    built.map(({ metafile }) => metafile),
    ROOT,
  );
  await writeFile(join(ROOT, 'THIRD-PARTY-NOTICES'), await notices(packages));
}
