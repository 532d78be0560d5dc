import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTap } from '../../../../src/explore/tap/start-tap.ts';
import { upstreamOf, urlThrough } from '../../../../src/explore/tap/upstream.ts';

test('the URL through a tap has its address and keeps all else', () => {
  const through = (url: string, host = '127.0.0.1') => urlThrough(upstreamOf(url), host, 7000);
  assert.equal(
    through('postgres://a:b%40@db.example:6000/shop?x=1'),
    'postgres://a:b%40@127.0.0.1:7000/shop?x=1',
  );
  assert.equal(through('postgresql://a@[::1]/shop', '::1'), 'postgresql://a@[::1]:7000/shop');
  assert.equal(through('postgres:///shop?host=/run/pg&port=6001'), 'postgres://127.0.0.1:7000/shop');
});

test('a database is where its URL says', () => {
  assert.equal(upstreamOf('postgres://a:secret@db.example/shop').text, 'db.example:5432');
  assert.equal(upstreamOf('postgres:///shop?host=/run/pg&port=6001').text, '/run/pg/.s.PGSQL.6001');
  assert.equal(upstreamOf('postgres:///shop').text, 'localhost:5432');
});

test('what is no URL of a database is refused with what to do, and without its password', async () => {
  for (const [url, sentence] of [
    ['mysql://a:secret@h/shop', /speaks the protocol of PostgreSQL/],
    ['h:secret@', /speaks the protocol|is no URL/],
    ['postgres://a:secret@h/shop?sslmode=verify-full', /demands TLS/],
    ['', /is no URL; write postgres:/],
  ] as const)
    await assert.rejects(startTap({ upstream: url }), (error: Error) => {
      assert.match(error.message, sentence);
      assert.doesNotMatch(error.message, /a:secret/);
      return true;
    });
});

test('a tap listens on loopback alone', async () => {
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.example.org', ''])
    await assert.rejects(
      startTap({ upstream: 'postgres://a@h/b', host }),
      /listens on this machine alone/,
      host,
    );
});
