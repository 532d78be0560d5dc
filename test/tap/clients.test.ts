/** Clients that know nothing of a tap: through one, they get what they get without. */
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { needed } from '../needed.ts';
import { useDrizzle, usePg, usePostgresJs } from './node-clients.ts';
import { jdbc, output, postgresProgram, psycopg2 } from './programs-of-clients.ts';
import { postgres, withTap, type Tapped } from './with-tap.ts';

const server = await postgres();

/** Runs a test with the URLs of a database: directly, through a tap, through one that holds every unit for a turn, and encrypted. */
async function withUrls(upstream: string, run: (urls: readonly string[], holding: Tapped) => Promise<void>) {
  await withTap(upstream, {}, (plain) =>
    withTap(upstream, { hold: () => setImmediate(), columns: new Set(['n', 'sku']) }, async (holding) => {
      await run([upstream, plain.tap.url, holding.tap.url, `${holding.tap.url}?sslmode=require`], holding);
      assert.deepEqual([...plain.said, ...holding.said], []);
      assert.deepEqual(
        holding.passed.filter(({ outcome }) => outcome.isLost).map(({ unit }) => unit.statements),
        [],
      );
    }),
  );
}

/** The first answer is that of the database itself. */
function assertSame(answers: readonly unknown[]) {
  for (const answer of answers.slice(1)) assert.deepEqual(answer, answers[0]);
}

function steps({ passed }: Tapped, text: RegExp) {
  return passed.filter(
    ({ unit }) => unit.pass === undefined && unit.statements.some((one) => text.test(one.text)),
  );
}

if (server !== undefined) {
  const withPsycopg2 = await needed('psycopg2 through a tap', 'npm run test:tap', psycopg2);
  const withJdbc = await needed('JDBC through a tap', 'npm run test:tap', jdbc);
  const psql = await needed('psql through a tap', 'npm run test:tap', () => postgresProgram('psql'));
  const pgbench = await needed('pgbench through a tap', 'npm run test:tap', () => postgresProgram('pgbench'));

  describe('clients through a tap', () => {
    for (const [name, use] of [
      ['node-postgres', usePg],
      ['postgres.js', usePostgresJs],
      ['Drizzle', useDrizzle],
    ] as const)
      it(name, () =>
        withUrls(server.url, async (urls, holding) => {
          const answers: unknown[] = [];
          for (const url of urls) answers.push(await use(url));
          assertSame(answers);
          const updates = steps(holding, /^update/);
          assert.ok(updates.length > 0);
          for (const { outcome } of updates)
            assert.equal(outcome.statements.at(-1)?.tag?.slice(0, 6), 'UPDATE');
        }),
      );

    if (withPsycopg2 !== undefined)
      it('psycopg2: values in the text, a cursor of the server, COPY, a cancellation', () =>
        withUrls(server.url, async (urls, holding) => {
          const answers = await withPsycopg2(urls);
          assert.equal(answers.length, urls.length);
          assertSame(answers);
          const [select] = steps(holding, /for update/);
          assert.deepEqual(select?.outcome.statements[0]?.rows, [
            new Map([
              ['sku', 'b'],
              ['n', '2'],
            ]),
            new Map([
              ['sku', 'ü'],
              ['n', '3'],
            ]),
          ]);
        }));

    if (withJdbc !== undefined)
      it('JDBC: batches, statements with names, binary values, parts of an answer, COPY, a cancellation', () =>
        withUrls(server.url, async (urls, holding) => {
          const answers = await withJdbc(urls);
          assert.equal(answers.length, urls.length);
          assertSame(answers);
          const values = steps(holding, /where sku = \$1 for update/).map(({ unit, outcome }) => [
            unit.statements.map(({ text }) => text.slice(0, 6)),
            unit.statements.at(-1)?.parameters,
            outcome.statements.at(-1)?.rows[0]?.get('n'),
          ]);
          assert.deepEqual(values.slice(0, 4), [
            // The first statement of a transaction has its BEGIN before it.
            [['BEGIN', 'select'], ['s0'], '0'],
            [['select'], ['s1'], '1'],
            [['select'], ['s2'], '2'],
            [['select'], ['s3'], '3'],
          ]);
        }));

    if (psql !== undefined)
      it('psql: its own commands, several statements in one, COPY, notices, errors', () =>
        withUrls(server.url, async (urls) => {
          const answers: string[] = [];
          for (const url of urls) answers.push(await output(psql, [url, '-X', '-a'], PSQL));
          assertSame(answers.map((answer) => answer.replaceAll(/with PID \d+/g, '')));
        }));

    if (pgbench !== undefined)
      it('pgbench: simple, extended, prepared', () =>
        withUrls(server.url, async ([direct = '', ...tapped]) => {
          await output(pgbench, ['-i', '-q', direct]);
          const modes = ['simple', 'extended', 'prepared'];
          for (const [at, url] of tapped.entries())
            assert.match(
              await output(pgbench, ['-n', '-M', modes[at]!, '-c', '4', '-t', '20', url]),
              /number of transactions actually processed: 80\/80\n/,
            );
          const answer = await usePgOnce(direct);
          assert.deepEqual(answer, { accounts: true, count: 80 * tapped.length });
        }));
  });
}

/** Whether the books of pgbench's bank balance, and how many transfers it has. */
async function usePgOnce(url: string): Promise<unknown> {
  const { default: pg } = await import('pg');
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(
    'select (select sum(abalance) from pgbench_accounts) = sum(delta) as accounts, count(*)::int from pgbench_history',
  );
  await client.end();
  return rows[0];
}

const PSQL = `
drop table if exists psql;
create table psql (sku text primary key, n int);
insert into psql values ('a', 1), ('b', 2) returning n;
\\d psql
begin;
select * from psql for update;
insert into psql values ('a', 1);
select 1;
rollback;
select 1 as a \\; select 2 as b;
copy psql from stdin;
c	3
d	4
\\.
copy psql to stdout;
copy psql from stdin;
c	none
\\.
do $$ begin raise warning 'low %', 1; end $$;
listen sold;
notify sold, 'one';
select n from psql \\gset
\\set FETCH_COUNT 2
select * from psql;
select 1 / 0;
drop table psql;
`;
