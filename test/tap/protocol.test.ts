/** What clients seldom do, message by message: the server's answers are the same with a tap between, held or not. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import pg from 'pg';
import { serialize } from 'pg-protocol';
import { freePort } from '../../scripts/host/port.ts';
import { eventually } from '../eventually.ts';
import { RawClient } from './raw-client.ts';
import { postgres, stepTexts, withClient, withTap, type Tapped } from './with-tap.ts';

const server = await postgres();
const hold = () => setImmediate();

/** Runs messages directly, through a tap and through one that holds; the answers must be the same. */
async function same(
  upstream: string,
  run: (client: RawClient) => Promise<unknown>,
  look: (tapped: Tapped) => void | Promise<void> = () => undefined,
): Promise<void> {
  const answers: unknown[] = [];
  const through = async (url: string) => {
    const client = await RawClient.open(url);
    try {
      answers.push(await run(client));
    } finally {
      client.close();
    }
  };
  await through(upstream);
  for (const options of [{}, { hold }])
    await withTap(upstream, options, async (tapped) => {
      await through(tapped.tap.url);
      await look(tapped);
    });
  assert.deepEqual(answers[1], answers[0]);
  assert.deepEqual(answers[2], answers[0]);
}

if (server !== undefined)
  describe('the protocol through a tap', () => {
    const { url } = server;

    it('what follows an error in a pipeline is skipped, and its statements are not taken for prepared', () =>
      same(
        url,
        async (client) => {
          client.send(
            serialize.parse({ name: 'one', text: 'select 1 as one from (select) as s' }),
            RawClient.run('insert into none values ($1)', '1'),
            serialize.parse({ name: 'two', text: 'select 2 from (select) as s' }),
            serialize.close({ type: 'S', name: 'one' }),
            serialize.sync(),
          );
          const first = await client.ready();
          client.send(serialize.bind({ statement: 'one' }), serialize.execute({}), serialize.sync());
          const second = await client.ready();
          client.send(serialize.bind({ statement: 'two' }), serialize.execute({}), serialize.sync());
          return [first, second, await client.ready()];
        },
        ({ passed }) => {
          assert.deepEqual(stepTexts(passed), [
            'insert into none values ($1)',
            'select 1 as one from (select) as s',
            '',
          ]);
          assert.deepEqual(
            passed.map(({ outcome }) => [outcome.error?.code, outcome.statements.length, outcome.status]),
            [
              ['42P01', 0, 'idle'],
              [undefined, 1, 'idle'],
              ['26000', 0, 'idle'],
            ],
          );
        },
      ));

    it('at a Flush there is what was sent, and what an error leaves out is done at once', () =>
      same(
        url,
        async (client) => {
          client.send(
            serialize.parse({ text: 'select n from (select 7 as n) as s' }),
            serialize.describe({ type: 'S' }),
            serialize.flush(),
          );
          const described = await client.until('rowDescription');
          client.send(serialize.bind({}), serialize.execute({}), serialize.flush());
          const executed = await client.until('commandComplete');
          client.send(RawClient.run('insert into none values (1)'), serialize.flush());
          const failed = await client.until('error');
          client.send(RawClient.run('select 8 from (select) as s'), serialize.flush(), serialize.sync());
          return [described, executed, failed, await client.ready()];
        },
        ({ passed }) => {
          assert.deepEqual(
            passed.map(({ unit, outcome }) => [
              unit.pass,
              outcome.statements[0]?.tag,
              outcome.error?.code,
              outcome.isLost,
            ]),
            [
              ['prepare', undefined, undefined, false],
              [undefined, 'SELECT 1', undefined, false],
              [undefined, undefined, '42P01', false],
              [undefined, undefined, undefined, false],
              ['empty', undefined, undefined, false],
            ],
          );
        },
      ));

    for (const [what, data, ends] of [
      ['good', '1\n2\n', ['commandComplete', 'readyForQuery']],
      ['bad', 'none\n', ['error', 'readyForQuery']],
    ] as const)
      it(`a copy in the extended protocol with ${what} data, and what comes after it`, () =>
        same(
          url,
          async (client) => {
            client.send(serialize.query('drop table if exists copied; create table copied (n int)'));
            await client.ready();
            client.send(RawClient.run('copy copied from stdin'), serialize.sync());
            await client.until('copyInResponse');
            client.send(serialize.copyData(Buffer.from(data)), serialize.copyDone(), serialize.sync());
            const copied = await client.ready();
            assert.deepEqual(copied, ends);
            client.send(serialize.query('select count(*) from copied'));
            return [copied, await client.ready()];
          },
          ({ passed }) => {
            assert.deepEqual(
              passed.map(({ unit }) => unit.pass),
              [undefined, 'copy', undefined],
            );
          },
        ));

    it('several statements of one Query, of which one fails: those before it have their answers', () =>
      same(
        url,
        async (client) => {
          client.send(serialize.query('begin; select 1 from (select) as s; select 1 / 0; select 2'));
          const first = await client.ready();
          client.send(serialize.query('rollback'), serialize.query(''), serialize.sync());
          return [first, await client.ready(), await client.ready(), await client.ready()];
        },
        ({ passed }) => {
          assert.deepEqual(
            passed[0]?.outcome.statements.map(({ tag }) => tag),
            ['BEGIN', 'SELECT 1'],
          );
          assert.deepEqual([passed[0].outcome.error?.code, passed[0].outcome.status], ['22012', 'failed']);
        },
      ));

    it('a call of a function by its number passes unheld, and that is said', async () => {
      const call = Buffer.from('46000000120000083000000000000000000000', 'hex');
      await withTap(url, { hold }, async ({ tap, said, passed }) => {
        const client = await RawClient.open(tap.url);
        client.send(call);
        await eventually(() => {
          assert.deepEqual(said, [
            'a call of a function by its number passes unheld, for it is not understood',
          ]);
        });
        client.close();
        await eventually(() => {
          assert.deepEqual(
            passed.map(({ unit }) => unit.pass),
            ['not-understood'],
          );
        });
      });
    });

    it('what is no message goes to the server as it is, which refuses it', async () => {
      await withTap(url, {}, async ({ tap, said }) => {
        const client = await RawClient.open(tap.url);
        client.send(Buffer.from('5100000001', 'hex'));
        await once(client.socket, 'close');
        assert.deepEqual(said, ['a connection passes unheld: the client sends what is no message']);
        const other = connect(tap.port, tap.host);
        other.write('GET / HTTP/1.1\r\n\r\n');
        await once(other, 'close');
        assert.match(said[1] ?? '', /does not begin as one of PostgreSQL does/);
      });
    });

    it('encryption: by GSSAPI refused, then by TLS, and TLS without asking first', async () => {
      await withTap(url, {}, async ({ tap }) => {
        const socket = connect(tap.port, tap.host);
        const request = Buffer.from('0000000804d21630', 'hex');
        socket.write(request);
        assert.equal(String((await once(socket, 'data'))[0]), 'N');
        socket.write(serialize.requestSsl());
        assert.equal(String((await once(socket, 'data'))[0]), 'S');
        socket.destroy();
        const tls = connectTls({
          port: tap.port,
          host: tap.host,
          rejectUnauthorized: false,
          ALPNProtocols: ['postgresql'],
        });
        await once(tls, 'secureConnect');
        assert.equal(tls.alpnProtocol, 'postgresql');
        tls.write(serialize.startup({ user: 'postgres', database: 'postgres' }));
        assert.equal(String((await once(tls, 'data'))[0])[0], 'R');
        tls.destroy();
      });
    });

    it('a password that the server checks by SCRAM passes, in plain text and encrypted, and a wrong one does not', async () => {
      const file = await withClient(url, async (client) => {
        await client.query(`create role locked login password 'right'`);
        const { rows } = await client.query<{ hba_file: string }>('show hba_file');
        return rows[0]!.hba_file;
      });
      writeFileSync(file, `host all locked 127.0.0.1/32 scram-sha-256\n${readFileSync(file, 'utf8')}`);
      await withClient(url, (client) => client.query('select pg_reload_conf()'));
      await withTap(url, { hold }, async ({ tap, said }) => {
        const as = (password: string, query = '') => {
          const through = new URL(tap.url + query);
          [through.username, through.password] = ['locked', password];
          return withClient(
            through.href,
            async (client) => (await client.query<{ who: string }>('select current_user as who')).rows,
          );
        };
        assert.deepEqual(await as('right'), [{ who: 'locked' }]);
        assert.deepEqual(await as('right', '?sslmode=no-verify'), [{ who: 'locked' }]);
        await assert.rejects(as('wrong'), { code: '28P01' });
        assert.deepEqual(said, []);
      });
    });

    it('a database that is not there is an error with a sentence for the client, and said once', async () => {
      const port = await freePort();
      await withTap(`postgres://postgres:secret@127.0.0.1:${port}/x`, {}, async ({ tap, said }) => {
        const why = `the tap cannot reach the database at 127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port}`;
        for (let time = 0; time < 2; time++)
          await assert.rejects(new pg.Client(tap.url).connect(), { code: '08001', message: why });
        assert.deepEqual(said, [why]);
      });
    });

    it('a server that ends ends its clients, and what was outstanding is lost', async () => {
      await withTap(url, { hold }, async ({ tap, passed }) => {
        await withClient(tap.url, async (client) => {
          const slow = client.query('select pg_sleep(60)');
          const failed = assert.rejects(slow);
          const pid = await eventually(() => tap.connections()[0]!.outstanding[0]!.backendPid);
          await withClient(url, (direct) => direct.query('select pg_terminate_backend($1)', [pid]));
          await failed;
        });
        await eventually(() => {
          assert.deepEqual(
            passed.map(({ outcome }) => [outcome.isLost, outcome.error?.code]),
            [[true, '57P01']],
          );
        });
      });
    });

    it('large rows and large parameters are whole', async () => {
      await withTap(url, { hold, columns: new Set(['size']) }, async ({ tap, passed }) =>
        withClient(tap.url, async (client) => {
          const large = 'x'.repeat(3_000_000);
          const query = 'select length($1::text) as size, $1::text as back';
          const { rows } = await client.query<{ size: number; back: string }>(query, [large]);
          assert.deepEqual([rows[0]?.size, rows[0]?.back === large], [large.length, true]);
          assert.deepEqual(passed[0]?.outcome.statements[0]?.rows, [new Map([['size', '3000000']])]);
        }),
      );
    });

    it('a client that does not read makes the server wait, and has all of it when it reads', async () => {
      await withTap(url, { hold }, async ({ tap }) => {
        const client = await RawClient.open(tap.url);
        client.socket.pause();
        client.send(serialize.query(`select repeat('y', 1000000) from generate_series(1, 30)`));
        const pid = tap.connections()[0]?.backendPid;
        await withClient(url, (direct) =>
          eventually(async () => {
            const waits = 'select wait_event from pg_stat_activity where pid = $1';
            assert.deepEqual((await direct.query(waits, [pid])).rows, [{ wait_event: 'ClientWrite' }]);
          }),
        );
        client.socket.resume();
        const names = await client.ready();
        assert.equal(names.filter((name) => name === 'dataRow').length, 30);
        client.close();
      });
    });

    it('a hundred connections at once', async () => {
      // The server takes a hundred, of which it keeps three for its superusers; this one is.
      await eventually(() => withClient(url, (client) => client.query('select 1')));
      await withTap(url, { hold }, async ({ tap }) => {
        const clients = Array.from({ length: 95 }, () => new pg.Client(tap.url));
        await Promise.all(clients.map((client) => client.connect()));
        const pids = tap.connections().map(({ backendPid }) => backendPid);
        assert.equal(new Set(pids).size, 95);
        const found = await Promise.all(
          clients.map((client) => client.query<{ pid: number }>('select pg_backend_pid() as pid')),
        );
        assert.deepEqual(new Set(found.map(({ rows }) => rows[0]?.pid)), new Set(pids));
        await Promise.all(clients.map((client) => client.end()));
        await eventually(() => {
          assert.deepEqual(tap.connections(), []);
        });
      });
    });
  });
