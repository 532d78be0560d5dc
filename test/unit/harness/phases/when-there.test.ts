import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isNotThere, whenThere } from '../../../../src/harness/phases/when-there.ts';
import { StoreTimeoutError } from '../../../../src/harness/store/versioned-store.ts';

const coded = (code: string, message = code) => Object.assign(new Error(message), { code });

/** A call that fails so often, and how often it was made. */
function failing(times: number, error: Error) {
  const calls = { made: 0 };
  const call = () => (++calls.made > times ? Promise.resolve('answer') : Promise.reject(error));
  return { call, calls };
}

describe('a store that a run waits for', () => {
  for (const [what, error, notThere] of [
    ['starts', coded('57P03', 'the database system is starting up'), true],
    ['is ended', coded('57P01'), true],
    ['has lost the connection', coded('08006'), true],
    ['is not there', coded('ECONNREFUSED'), true],
    ['gave no answer', new StoreTimeoutError('no answer'), true],
    ['is not there, says another error', new Error('no member', { cause: coded('ECONNREFUSED') }), true],
    ['loads its data', new Error('LOADING Redis is loading the dataset in memory'), true],
    ['refuses the password', coded('28P01'), false],
    ['has no such database', coded('3D000'), false],
    ['has a name that no server has', coded('ENOTFOUND'), false],
  ] as const)
    it(`is one that ${notThere ? 'soon may answer' : 'never will'}: it ${what}`, async () => {
      assert.equal(isNotThere(error), notThere);
      const { call, calls } = failing(1, error);
      const outcome = await whenThere(call).catch((thrown: unknown) => thrown);
      assert.deepEqual([outcome, calls.made], notThere ? ['answer', 2] : [error, 1]);
    });

  it('is not there, whatever a socket, a server or a driver calls that', () => {
    for (const code of ['57P02', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN'])
      assert.ok(isNotThere(coded(code, 'it')), code);
    for (const said of ['Connection terminated unexpectedly', 'Socket closed', 'read ECONNRESET'])
      assert.ok(isNotThere(new Error(said)), said);
    for (const other of [new Error('NOLOADING '), new Error('it'), 'ECONNRESET', undefined])
      assert.ok(!isNotThere(other), String(other));
  });

  it('is named once, when the waiting begins, and given up with its reason', async () => {
    const said: string[] = [];
    const { call, calls } = failing(Infinity, coded('57P03', 'the database system is starting up'));
    const onWait = (why: string) => said.push(why);
    await assert.rejects(
      whenThere(call, { giveUpMs: 600, onWait }),
      /^Error: the store is not there after \d+ s: the database system is starting up$/,
    );
    assert.ok(calls.made > 1);
    assert.deepEqual(said, ['the database system is starting up']);
  });

  it('is not waited for any longer once the run is interrupted', async () => {
    const interruption = new AbortController();
    const { call } = failing(Infinity, coded('ECONNREFUSED'));
    const onWait = () => {
      interruption.abort();
    };
    const waited = whenThere(call, { giveUpMs: 600_000, interrupted: interruption.signal, onWait });
    await assert.rejects(waited, /^Error: ECONNREFUSED$/);
  });
});
