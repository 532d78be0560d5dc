import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import pg from 'pg';
import postgres from 'postgres';

const codeOf = (error: unknown) => (error as { code?: string; cause?: { code?: string } }).code;

/** node-postgres checks a certificate that is required, unless it is told not to. */
function unchecked(url: string): string {
  return url.replace('sslmode=require', 'sslmode=no-verify');
}

/** What a user of node-postgres does on a database; what came back. */
export async function usePg(url: string): Promise<unknown> {
  const pool = new pg.Pool({ connectionString: unchecked(url), max: 3 });
  try {
    await pool.query(
      'drop table if exists pg; create table pg (sku text primary key, n int, at timestamptz)',
    );
    const found: unknown[] = [];
    for (const n of [1, 2, 3])
      await pool.query('insert into pg values ($1, $2, to_timestamp(0))', [`s${n}`, n]);
    const client = await pool.connect();
    await client.query('begin isolation level serializable');
    const named = { name: 'by-sku', text: 'select *, xmin is not null as x from pg where sku = $1' };
    for (const sku of ['s1', 's2', 's1']) found.push((await client.query({ ...named, values: [sku] })).rows);
    found.push(await client.query('insert into pg values ($1)', ['s1']).catch(codeOf));
    found.push(await client.query('select 1').catch(codeOf));
    await client.query('rollback');
    found.push((await client.query({ text: 'select n from pg order by n', rowMode: 'array' })).rows);
    client.release();
    const many = Array.from({ length: 20 }, (_, n) =>
      pool.query('select $1::int + n as n from pg order by n', [n]),
    );
    found.push((await Promise.all(many)).map(({ rows }) => rows as unknown));
    const several = await pool.query('select 1 as a; select 2 as b, null as c; update pg set n = n + 1');
    found.push(
      (several as unknown as pg.QueryResult[]).map(({ command, rowCount, rows }) => [
        command,
        rowCount,
        rows,
      ]),
    );
    return found;
  } finally {
    await pool.end();
  }
}

/** What a user of postgres.js does. */
export async function usePostgresJs(url: string): Promise<unknown> {
  const db = postgres(url, { max: 2, onnotice: () => undefined });
  try {
    await db`drop table if exists js`;
    await db`create table js (sku text primary key, n int, tags text[])`;
    const rows = [1, 2, 3].map((n) => ({ sku: `s${n}`, n, tags: ['a', `b${n}`] }));
    await db`insert into js ${db(rows)}`;
    const found: unknown[] = [];
    for (const sku of ['s1', 's2']) found.push([...(await db`select * from js where sku = ${sku}`)]);
    found.push(
      await db.begin(async (within) => {
        const [row] = await within`select n from js where sku = ${'s3'} for update`;
        return [...(await within`update js set n = ${Number(row?.n) + 1} where sku = ${'s3'} returning n`)];
      }),
    );
    found.push(await db.begin((within) => within`insert into js values (${'s1'}, 1, null)`).catch(codeOf));
    // Several statements at once on one connection: pipelined.
    found.push(
      await db
        .begin((within) => [
          within`select 1 as a`,
          within`select ${2}::int as b`,
          within`select n from js order by n`,
        ])
        .then((all) => all.map((one) => [...one])),
    );
    const cursor: unknown[] = [];
    await db`select n from js order by n`.cursor(2, (part) => {
      cursor.push(part.length);
    });
    found.push(cursor);
    return found;
  } finally {
    await db.end();
  }
}

const stock = pgTable('drizzle', { sku: text().primaryKey(), n: integer() });

/** What a user of Drizzle does. */
export async function useDrizzle(url: string): Promise<unknown> {
  const pool = new pg.Pool({ connectionString: unchecked(url), max: 2 });
  const db = drizzle({ client: pool });
  try {
    await db.execute(sql`drop table if exists drizzle`);
    await db.execute(sql`create table drizzle (sku text primary key, n int)`);
    await db.insert(stock).values([
      { sku: 'a', n: 1 },
      { sku: 'b', n: null },
    ]);
    const found: unknown[] = [await db.select().from(stock)];
    found.push(
      await db.transaction(async (within) => {
        const [row] = await within
          .select()
          .from(stock)
          .where(sql`sku = ${'a'}`)
          .for('update');
        return within
          .update(stock)
          .set({ n: (row?.n ?? 0) + 1 })
          .where(sql`sku = ${'a'}`)
          .returning();
      }),
    );
    found.push(
      await db
        .insert(stock)
        .values({ sku: 'a' })
        .catch((error: unknown) => codeOf((error as Error).cause)),
    );
    return found;
  } finally {
    await pool.end();
  }
}
