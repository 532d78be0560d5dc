import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commentSite } from '../../../../src/explore/sites/comment-site.ts';

test('a comment names the place in the ways of those that write one', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['select 1 /* app/orders.ts:12 */', 'app/orders.ts:12'],
    ['/* buy.py:7:3 */ select 1', 'buy.py:7:3'],
    ['select 1 -- src/buy.go:40', 'src/buy.go:40'],
    ["select 1 /*action='buy',file='app%2Forders.py',line='12'*/", 'app/orders.py:12'],
    [
      "select 1 /*code.file.path='src/Buy.java',code.line.number='9',traceparent='00-a-b-01'*/",
      'src/Buy.java:9',
    ],
    [
      "select 1 /*application:Shop,controller:buy,line:/app/models/seat.rb:12:in `take'*/",
      '/app/models/seat.rb:12',
    ],
    ["select 'x.ts:1' /* no place */", undefined],
    ["select 1 /*file='%zz',line='x'*/", undefined],
    ['select 1', undefined],
  ];
  for (const [sql, site] of cases) assert.equal(commentSite(sql), site, sql);
});
