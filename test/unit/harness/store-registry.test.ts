import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../../scripts/bundles.ts';
import { STORE_KINDS, STORE_PACKAGES, STORES } from '../../../src/harness/store/registry.ts';
import { parseStoreUrl } from '../../../src/harness/store/store-url.ts';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('the registry of stores', () => {
  it('names each store by URLs of its own', () => {
    for (const kind of STORE_KINDS) {
      const { form, place } = STORES[kind];
      assert.deepEqual(
        STORE_KINDS.filter((other) => STORES[other].urls.test(form)),
        [kind],
      );
      // The line that a report has for repeating a run is made of the kind alone.
      if (place === 'server') assert.equal(parseStoreUrl(`${kind}://HOST`).kind, kind);
    }
  });

  it('has the packages that are installed as optional ones', () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as { optionalDependencies: object };
    assert.deepEqual([...STORE_PACKAGES].sort(), Object.keys(optionalDependencies).sort());
  });

  it('has a row for each store in the documents', () => {
    const documented = [...read('docs/service.md').matchAll(/^\| `([a-z]+:[^`]*)`/gm)].map(
      ([, url = '']) => url,
    );
    assert.deepEqual(documented.map((url) => parseStoreUrl(url).kind).sort(), [...STORE_KINDS].sort());
  });
});
