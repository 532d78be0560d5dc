import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const STORES = join(import.meta.dirname, '../../stores');

describe('the tests of the stores, where there is neither a server nor a way to install one,', () => {
  for (const name of ['etcd', 'redis'])
    it(`say that ${name} was not tested, and the command that changes that`, async () => {
      const env: NodeJS.ProcessEnv = { ...process.env, PATH: '/nowhere' };
      // Or the tests would report to the runner of this one.
      delete env.NODE_TEST_CONTEXT;
      const args = ['--test', '--test-reporter=spec', join(STORES, `${name}.test.ts`)];
      const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(child, 'close')) as [number];
      assert.equal(code, 0, said);
      assert.match(said, /\*\*\* NOT TESTED: the \w+ store\. \*\*\*/);
      assert.match(
        said,
        /the \w+ store: NOT TESTED .*# .*apt-get install .*(etcd|redis)-server and then: npm run test:stores/,
      );
      assert.match(said, /skipped 1/);
    });
});
