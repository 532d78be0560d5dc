import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import esbuild from 'esbuild';
import { bundles, ROOT } from '../../../scripts/bundles.ts';
import { codeDigests, serviceCode } from '../../../src/harness/service/service-code.ts';

const copy = mkdtempSync(join(tmpdir(), 'race-trace-code-'));
cpSync(join(ROOT, 'src'), join(copy, 'src'), { recursive: true });
after(() => {
  rmSync(copy, { recursive: true, force: true });
});
const original = codeDigests(ROOT);

/** The digests with the text of a source changed. */
function changed(source: string, change: (text: string) => string) {
  const path = join(copy, 'src', source);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, change(text));
  try {
    return codeDigests(copy);
  } finally {
    writeFileSync(path, text);
  }
}

const more = (text: string) => `${text}// changed\n`;

describe('the digests of the code of the service', () => {
  it('follow from the sources, wherever they are', () => {
    assert.deepEqual(codeDigests(copy), original);
    assert.equal(new Set([original.service, ...Object.values(original.variants)]).size, 4);
  });

  for (const source of [
    'harness/worker/main.ts',
    'harness/worker/balancer.ts',
    'harness/service/reservation.ts',
    'harness/store/etcd/gateway.ts',
    'harness/store/sqlite/sqlite-store.ts',
    'harness/store/decorators/delayed-store.ts',
  ])
    it(`are of what the service is made of: ${source}`, () => {
      const { service, variants } = changed(source, more);
      assert.notEqual(service, original.service);
      assert.deepEqual(variants, original.variants);
    });

  it('keep each variant apart', () => {
    for (const variant of ['unsafe', 'conditional', 'atomic'] as const) {
      const { service, variants } = changed(`harness/service/${variant}.ts`, more);
      assert.equal(service, original.service);
      assert.notEqual(variants[variant], original.variants[variant]);
      assert.deepEqual({ ...variants, [variant]: original.variants[variant] }, original.variants);
    }
  });

  it('are not of what does not run in the service, nor of the ends of lines', () => {
    for (const source of ['cli/main.ts', 'harness/load/generator.ts', 'core/worlds/walk.ts'])
      assert.deepEqual(changed(source, more), original);
    const asOnWindows = (text: string) => text.replaceAll('\n', '\r\n');
    assert.deepEqual(changed('harness/worker/main.ts', asOnWindows), original);
  });

  it('are those of its sources in a bundle, which has none beside it', async () => {
    const [bundle] = await bundles(true);
    const { outputFiles } = await esbuild.build({
      ...{ entryPoints: [join(ROOT, 'src/harness/service/service-code.ts')], bundle: true, write: false },
      ...{ platform: 'node', format: 'esm', define: bundle!.define! },
    });
    const path = join(copy, 'built.mjs');
    writeFileSync(path, outputFiles[0]!.text);
    const built = (await import(path)) as { serviceCode: typeof serviceCode };
    const expected = { code: { service: original.service, variant: original.variants.conditional } };
    assert.deepEqual(built.serviceCode('conditional'), expected);
    assert.deepEqual(serviceCode('conditional'), expected);
  });
});
