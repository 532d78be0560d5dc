import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutPasswords } from '../../../../src/core/words/passwords.ts';

void describe('a text without its passwords', () => {
  const cases: readonly (readonly [given: string, shown: string])[] = [
    ['postgres://app:geheim@db:5432/shop', 'postgres://app:***@db:5432/shop'],
    ['postgres://app:ge@he:im/x@db/shop', 'postgres://app:***@db/shop'],
    ['redis://:geheim@cache', 'redis://:***@cache'],
    [
      'postgres://db/shop?user=app&password=geheim&sslmode=require',
      'postgres://db/shop?user=app&password=***&sslmode=require',
    ],
    [
      `PGPASSWORD=geheim psql "postgres://a:geheim@b/c" -c 'select 1'`,
      `PGPASSWORD=*** psql "postgres://a:***@b/c" -c 'select 1'`,
    ],
    [`run --password "ge heim" --token=geheim`, `run --password "ge heim" --token=***`],
    [`curl -d password="ge heim" http://shop/stock`, `curl -d password=*** http://shop/stock`],
    ['postgres://app@db/shop', 'postgres://app@db/shop'],
    ['sqlite:shop.db', 'sqlite:shop.db'],
    ['select sku as key from "a@b"', 'select sku as key from "a@b"'],
  ];
  for (const [given, shown] of cases)
    void it(given, () => {
      assert.equal(withoutPasswords(given), shown);
    });
});
