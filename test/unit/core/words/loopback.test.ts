import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostsOf, isLoopback } from '../../../../src/core/words/loopback.ts';

void describe('hosts', () => {
  void it('are this machine by name and number, and nothing that only looks like it', () => {
    for (const host of [
      'localhost',
      'LOCALHOST',
      'shop.localhost',
      '127.0.0.1',
      '127.9.9.9',
      '::1',
      '[::1]',
      '::ffff:127.0.0.1',
    ])
      assert.equal(isLoopback(host), true, host);
    for (const host of [
      '',
      'localhost.example',
      'xlocalhost',
      '127.0.0.1.example',
      '127.1',
      '10.0.0.1',
      '0.0.0.0',
      '::2',
      '128.0.0.1',
    ])
      assert.equal(isLoopback(host), false, host);
  });

  void it('are all that a URL names', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['http://127.0.0.1:3000/buy?x=@evil', ['127.0.0.1']],
      ['https://user:p@ss@shop.example/', ['shop.example']],
      ['http://[::1]:80/', ['::1']],
      ['postgres://app:x@a:1,b:2/shop?host=c', ['a', 'b', 'c']],
      ['postgres:///shop?host=%2Fvar%2Frun', []],
      ['postgres:///shop?host=db%2Eexample', ['db.example']],
      ['etcd://a:1,[::2]:2/x', ['a', '::2']],
      ['sqlite:/tmp/shop.db', []],
      ['redis://127.0.0.1', ['127.0.0.1']],
    ];
    for (const [url, hosts] of cases) assert.deepEqual(hostsOf(url), hosts, url);
  });
});
