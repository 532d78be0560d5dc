import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { nodeSqlite } from '../../../../src/harness/store/sqlite/node-sqlite.ts';
import { eventually } from '../../../eventually.ts';
import { runCli } from '../terminal.ts';
import { BOOKS, drive, RESET, RESETS, shop } from './shop-service.ts';

const MAIN = join(import.meta.dirname, '../../../../src/cli/main.ts');

void describe('race-trace drive and what is not its own', () => {
  void it('asks before it resets, and does nothing in a pipe without --yes', async (test) => {
    const { url, books, out, left, file } = await shop(test, 'fixed');
    const empty = new (nodeSqlite().DatabaseSync)(file);
    empty.exec('UPDATE stock SET left = 0');
    empty.close();
    const inPipe = await drive(url, ...books, '--reset', RESET, ...out);
    assert.equal(inPipe.code, 2);
    assert.match(inPipe.stderr, /on sqlite:\S+: UPDATE stock.*\n.*say --yes if it may/);
    const argv = [
      'drive',
      `${url}/buy`,
      '--method',
      'POST',
      '--at-once',
      '2',
      '--rounds',
      '1',
      ...books,
      '--reset',
      RESET,
      ...out,
    ];
    const refused = await runCli(argv, { ask: () => Promise.resolve('') });
    assert.match(refused.stderr, /nothing was reset and nothing was sent/);
    assert.equal(left(), 0);
    const agreed = await runCli(argv, { ask: () => Promise.resolve('y') });
    assert.equal(agreed.code, 0, agreed.stderr);
    assert.equal(left(), 1);
  });

  void it('reaches no other machine unless its host is named, and shows no password', async () => {
    const urls = ['https://shop.example/buy', 'http://[2001:db8::1]:80/', 'http://127.0.0.1.example/'];
    for (const url of urls) {
      const { code, stderr } = await runCli(['drive', url, '--at-once', '2', '--successes', '1']);
      assert.equal(code, 2);
      assert.match(
        stderr,
        /is not on this machine; if it is meant, say --allow-host (shop\.example|2001:db8::1|127)/,
      );
    }
    const store = ['--store', 'postgres://app:geheim@127.0.0.1:1,db.example/shop', '--query', BOOKS];
    const { stderr } = await drive('http://127.0.0.1:1', ...store);
    assert.match(stderr, /postgres:\/\/app:\*\*\*@\S+ is not on this machine; .* --allow-host db\.example/);
    const allowed = await drive(
      'http://127.0.0.1:1',
      ...store,
      '--allow-host',
      'db.example',
      '--reset',
      RESET,
    );
    assert.match(allowed.stderr, /say --yes/);
    assert.doesNotMatch(stderr + allowed.stderr, /geheim/);
  });

  void it('leaves the store as the reset leaves it when it is interrupted', async (test) => {
    const { url, books, out, left } = await shop(test, 'stuck');
    const argv = ['drive', `${url}/buy`, '--method', 'POST', '--at-once', '2', '--rounds', '9999', ...books];
    const child = spawn(process.execPath, [MAIN, ...argv, ...RESETS, ...out], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const ended = once(child, 'exit');
    await eventually(() => {
      assert.match(stdout, /round {4}1 /);
      assert.equal(left(), 0);
    });
    child.kill('SIGINT');
    assert.deepEqual((await ended)[0], 130);
    assert.equal(left(), 1);
  });
});
