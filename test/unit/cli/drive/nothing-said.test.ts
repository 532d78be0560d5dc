import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { BOOKS, drive, folder, RESET, RESETS, shop } from './shop-service.ts';

void describe('what keeps race-trace drive from saying anything', () => {
  const cases: readonly (readonly [mode: string, why: RegExp])[] = [
    [
      'broken',
      /a request alone, right after the reset, is answered with 500, .*: no connection to the till$/m,
    ],
    ['cached', /is told a success, and the books stay as they are: does it reach this store/],
    ['silent', /gets no answer \(no answer in time\)/],
  ];
  for (const [mode, why] of cases)
    void it(`is told of a service that is ${mode}, without a round`, async (test) => {
      const { url, books, out } = await shop(test, mode);
      const { code, stdout } = await drive(url, ...books, ...RESETS, '--timeout-ms', '500', ...out);
      assert.equal(code, 3, stdout);
      assert.match(stdout, why);
      assert.doesNotMatch(stdout, /round {2,}1 /);
    });

  void it('is a service that is not there, or goes away', async (test) => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as { port: number };
    free.close();
    const none = await drive(`http://127.0.0.1:${port}`, '--successes', '1', '--out', join(folder, 'none'));
    assert.equal(none.code, 2);
    assert.match(none.stderr, /cannot be reached at http:\S+: ECONNREFUSED; is it started\?/);
    const { url, books, out } = await shop(test, 'dies');
    const gone = await drive(url, ...books, ...RESETS, '--rounds', '9', '--timeout-ms', '2000', ...out);
    assert.match(gone.stdout, /201 201|cannot be reached/);
    assert.notEqual(gone.code, 0);
    assert.ok((gone.stdout.match(/round/g) ?? []).length < 9, gone.stdout);
  });

  void it('is a store that is not there, a reset or an invariant that fails', async (test) => {
    const { url, store, books, out } = await shop(test, 'fixed');
    const said = async (...flags: readonly string[]) => {
      const { code, stderr } = await drive(url, '--rounds', '2', ...out, ...flags);
      assert.equal(code, 2, stderr);
      return stderr;
    };
    const missing = `sqlite:${join(folder, 'missing.db')}`;
    assert.match(
      await said('--store', missing, '--query', BOOKS),
      /the books cannot be read: .*unable to open/,
    );
    assert.match(
      await said('--store', missing, '--reset', RESET, '--yes'),
      /the reset failed: .*does not exist/,
    );
    assert.match(await said(...store, '--reset', 'UPDATE nothing', '--yes'), /the reset failed: /);
    assert.match(
      await said('--reset-command', 'exit 4', '--yes'),
      /the reset failed: the command ended with 4/,
    );
    assert.match(
      await said(...store, '--invariant', 'SELECT nothing'),
      /the invariant cannot be looked at: .*syntax error/,
    );
    assert.match(await said('--reset', RESET), /--reset needs a store/);
    assert.match(
      await said(...store, '--query', `SELECT 'other' AS key, 1 AS value`, '--key', 'seat-7'),
      /no record seat-7\. .* have other/,
    );
    assert.match(await said(...books, '--reset', RESET, '--reset-command', 'x'), /not by both/);
  });

  void it('is the absence of anything that must hold, and of a success', async (test) => {
    const { url, out } = await shop(test, 'fixed');
    const nothing = await drive(url, '--rounds', '2', ...out);
    assert.equal(nothing.code, 3);
    assert.match(nothing.stdout, /nothing says what must hold/);
    const refused = await drive(url, '--rounds', '2', '--successes', '1', ...out);
    assert.equal(refused.code, 3);
    assert.match(refused.stdout, /no request succeeded in 2 rounds of 2/);
  });
});
