import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import type { Unit } from '../../src/explore/tap/unit.ts';
import { eventually } from '../eventually.ts';
import { postgres, stepTexts, withClient, withTap } from './with-tap.ts';

/** A hold that keeps every step until it is let go. */
function keeper() {
  const held: { readonly unit: Unit; readonly go: () => void }[] = [];
  const hold = (unit: Unit) =>
    unit.pass === undefined ? new Promise<void>((go) => held.push({ unit, go })) : undefined;
  const next = async () => {
    await eventually(() => {
      assert.ok(held.length > 0, 'no step is held');
    });
    return held.shift()!;
  };
  return { hold, next, held };
}

const server = await postgres();

if (server !== undefined)
  describe('a tap that holds', () => {
    it('keeps a step from the server until it is let go; BEGIN passes', async () => {
      await withClient(server.url, (direct) =>
        direct.query('create table one (n int); insert into one values (1)'),
      );
      const { hold, next, held } = keeper();
      await withTap(server.url, { hold, columns: new Set(['n']) }, ({ tap }) =>
        withClient(tap.url, async (client) => {
          await client.query('begin');
          const answer = client.query('update one set n = n + $1 returning n', [1]);
          const { unit, go } = await next();
          assert.deepEqual(unit.statements, [
            { text: 'update one set n = n + $1 returning n', parameters: ['1'] },
          ]);
          assert.equal(unit.status, 'in-transaction');
          assert.deepEqual(
            tap.connections().map((one) => [one.held, one.outstanding.length]),
            [[unit, 0]],
          );
          await withClient(server.url, async (direct) => {
            const { rows } = await direct.query('select n, pg_blocking_pids($1) as by from one', [
              unit.backendPid,
            ]);
            assert.deepEqual(rows, [{ n: 1, by: [] }]);
          });
          go();
          assert.deepEqual((await answer).rows, [{ n: 2 }]);
          const outcome = await unit.done;
          assert.equal(outcome.status, 'in-transaction');
          assert.deepEqual(outcome.statements, [
            { tag: 'UPDATE 1', rowCount: 1, columns: ['n'], rows: [new Map([['n', '2']])] },
          ]);
          const commit = client.query('commit');
          const last = await next();
          last.go();
          await commit;
          assert.equal((await last.unit.done).status, 'idle');
          assert.equal(held.length, 0);
        }),
      );
    });

    it('offers a pipelined unit when the one before it is done, with the state that it left', async () => {
      const { hold, next, held } = keeper();
      await withTap(server.url, { hold }, ({ tap, passed }) =>
        withClient(tap.url, async (client) => {
          const all = Promise.all([
            client.query('create temp table t (n int)'),
            client.query('begin'),
            client.query('insert into t values (1)'),
          ]);
          const first = await next();
          assert.equal(held.length, 0);
          first.go();
          const second = await next();
          assert.equal(second.unit.status, 'in-transaction');
          second.go();
          await all;
          assert.deepEqual(stepTexts(passed), ['create temp table t (n int)', 'insert into t values (1)']);
        }),
      );
    });

    it('tells the SQLSTATE of a unit that failed, and goes on', async () => {
      await withTap(server.url, { hold: () => Promise.resolve() }, ({ tap, passed }) =>
        withClient(tap.url, async (client) => {
          await assert.rejects(client.query('select n / $1::int from (select 1 as n) as one', [0]));
          await assert.rejects(client.query('select nothing from none'));
          await client.query('begin');
          await assert.rejects(client.query('insert into none values (1)'));
          await assert.rejects(client.query('select 1'));
          await client.query('rollback');
          await client.query('select 1');
          assert.deepEqual(
            passed.map(({ outcome }) => [outcome.error?.code, outcome.status]),
            [
              ['22012', 'idle'],
              ['42P01', 'idle'],
              [undefined, 'in-transaction'],
              ['42P01', 'failed'],
              ['25P02', 'failed'],
              [undefined, 'idle'],
              [undefined, 'idle'],
            ],
          );
        }),
      );
    });

    it('a hold that fails lets the unit pass, and that is said', async () => {
      const hold = (unit: Unit) => {
        if (unit.number === 1) throw new Error('first');
        return Promise.reject(new Error('second'));
      };
      await withTap(server.url, { hold }, ({ tap, said }) =>
        withClient(tap.url, async (client) => {
          await client.query('select 1');
          await client.query('select 2');
          assert.deepEqual(
            said.map((sentence) => sentence.replace(/.*: /, '')),
            ['first', 'second'],
          );
        }),
      );
    });

    it('a client that leaves gives up what is held: the server never has it', async () => {
      await withClient(server.url, (direct) => direct.query('create table gone (n int)'));
      const { hold, next } = keeper();
      await withTap(server.url, { hold }, async ({ tap }) => {
        const left = withClient(tap.url, async (client) => {
          const insert = client.query('insert into gone values (1)');
          const { unit } = await next();
          (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
          await assert.rejects(insert);
          const outcome = await unit.done;
          assert.deepEqual([outcome.isLost, unit.abandoned.aborted], [true, true]);
        });
        await left;
        await eventually(() => {
          assert.deepEqual(tap.connections(), []);
        });
      });
      await withClient(server.url, async (direct) => {
        assert.deepEqual((await direct.query('select count(*)::int as n from gone')).rows, [{ n: 0 }]);
      });
    });

    it('a cancellation of what is held is told to who holds it, and reaches the server behind it', async () => {
      const { hold, next } = keeper();
      await withTap(server.url, { hold }, ({ tap }) =>
        withClient(tap.url, async (client) => {
          const slow = assert.rejects(client.query('select pg_sleep(60)'), { code: '57014' });
          const { unit, go } = await next();
          const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
          const request = Buffer.alloc(16);
          [16, 80877102, processID, secretKey].forEach((number, at) => request.writeInt32BE(number, at * 4));
          connect(tap.port, tap.host).end(request);
          await eventually(() => {
            assert.ok(unit.abandoned.aborted);
          });
          go();
          await slow;
          assert.equal((await unit.done).error?.code, '57014');
        }),
      );
    });
  });
