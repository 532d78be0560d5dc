import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { StatementSites } from '../../../../src/explore/sites/statement-sites.ts';

const root = mkdtempSync(join(tmpdir(), 'race-trace-sites-'));
after(() => {
  rmSync(root, { recursive: true });
});

const SOURCES = {
  'pg.ts': `import pg from 'pg';\nconst text = 'select left_over from seats where id = $1';\nawait client.query('update seats set left_over = $1\\n where id = $2', [1, 2]);\n`,
  'js.ts':
    'export const read = () => sql`\n  select price\n  from fares where line = ${line}`;\nawait sql`insert into sold ${sql(rows)}`;\n',
  'buy.py': `cursor.execute("select stock from items where sku = %s for update", (sku,))\ncursor.execute("delete from carts where id = " + str(cart))\n`,
  'Buy.java': `var take = connection.prepareStatement("update items set stock = stock - ? where sku = ?");\n`,
  'twice.ts': `query('select a from twice');\nquery('select a from twice');\n`,
  'odd.ts': 'const verb = `select ${x}`; const all = `${a} ${b}`; log("select");\n',
};
for (const [name, text] of Object.entries(SOURCES)) writeFileSync(join(root, name), text);

/** What was sent, and where it is. */
const SENT: readonly (readonly [string, readonly string[]])[] = [
  ['select left_over from seats where id = $1', ['pg.ts:2']],
  ['update seats set left_over = $1 where id = $2', ['pg.ts:3']],
  ['\n  select price\n  from fares where line = $1', ['js.ts:1']],
  ['insert into sold ("sku","n")values($1,$2),($3,$4)', ['js.ts:4']],
  ["select stock from items where sku = 'a''b' for update", ['buy.py:1']],
  ["/* traceparent='00-1-2-01' */ select stock from items where sku = 'a' for update;", ['buy.py:1']],
  ['delete from carts where id = 17', ['buy.py:2']],
  ['update items set stock = stock - $1 where sku = $2', ['Buy.java:1']],
  ['select a from twice', ['twice.ts:1', 'twice.ts:2']],
  ['select "seats"."id" from "seats" where "seats"."id" = $1', []],
  ['select b from other', []],
];

test('the lines that a statement may have been sent from, marked as inferred', async () => {
  const found = await StatementSites.search(
    SENT.map(([sql]) => sql),
    root,
    new AbortController().signal,
  );
  for (const [sql, sites] of SENT) {
    const site = found.siteOf(sql);
    assert.deepEqual(site.sites, sites, sql);
    assert.equal(site.isInferred, sites.length > 0, sql);
    assert.equal(site.why === undefined, sites.length > 0, sql);
  }
});

test('the place in a comment is known, and is not searched for', async () => {
  const sql = 'select a from twice /* api/twice.ts:9:2 */';
  const found = await StatementSites.search([sql], join(root, 'not there'), new AbortController().signal);
  assert.deepEqual(found.siteOf(sql), { sites: ['api/twice.ts:9:2'], isInferred: false });
});
