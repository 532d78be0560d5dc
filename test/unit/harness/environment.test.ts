import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import esbuild from 'esbuild';
import { environmentAt } from '../../../src/harness/record/environment.ts';

it('the version that a build names is the one that its runs name', async () => {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(import.meta.dirname, '../../../src/harness/record/environment.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    define: { 'process.env.RACE_TRACE_VERSION': '"9.8.7"' },
  });
  const url = `data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`;
  const built = (await import(url)) as { environmentAt: typeof environmentAt };
  const now = new Date();
  assert.equal(built.environmentAt(now).tool_version, '9.8.7');
  assert.deepEqual({ ...built.environmentAt(now), tool_version: 'development' }, environmentAt(now));
});
