import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseConfig } from '../../../src/ingest/config/read-config.ts';
import type { Config } from '../../../src/ingest/config/schema.ts';
import { filledCall, onInstance, requestsOf } from '../../../src/ingest/config/requests.ts';
import { resultOfAnswer } from '../../../src/ingest/config/result-of-answer.ts';

/** A config that is right. */
function config(members: Record<string, unknown>): Config {
  const parsed = parseConfig(members);
  assert.ok(parsed.problems === undefined);
  return parsed.value;
}

/** The requests of a config with these. */
const of = (requests: Record<string, unknown>) => requestsOf(config({ requests }));
const url = 'http://127.0.0.1:3000/buy';

describe('the requests of a config', () => {
  it('have from the first one what they leave out', () => {
    const A = { method: 'post', url, headers: { a: 'b' }, body: { n: 1 }, key: 'seat-7', units: 2 };
    const [first, second, third] = of({ A, B: {}, C: { url: '/sell?x=1', headers: {}, units: 1 } });
    assert.deepEqual(first, {
      name: 'A',
      calls: [{ method: 'POST', url, headers: { a: 'b' }, body: { n: 1 } }],
      key: 'seat-7',
      units: 2,
    });
    assert.deepEqual(second, { ...first, name: 'B' });
    assert.deepEqual(
      [third?.calls[0]?.url, third?.calls[0]?.headers, third?.units],
      ['http://127.0.0.1:3000/sell?x=1', {}, 1],
    );
  });

  it('are several calls, each with its own members and the key of the last', () => {
    const [request] = of({
      A: [
        { url, body: 'x' },
        { url: '/pay', key: 'k' },
      ],
    });
    assert.deepEqual(request, {
      name: 'A',
      calls: [
        { method: 'POST', url, headers: {}, body: 'x' },
        { method: 'GET', url: 'http://127.0.0.1:3000/pay', headers: {} },
      ],
      key: 'k',
      units: 1,
    });
  });

  it('are refused by name where no URL can be used', () => {
    assert.throws(() => of({ A: {} }), /^Error: requests\.A\.url: expected a URL .*; it is missing$/);
    assert.throws(() => of({ A: { url }, B: [{ url }, {}] }), /requests\.B\.url: .* missing$/);
    for (const wrong of ['/buy', 'buy', 'ftp://h/x', 'http://', 'http://{key}/buy', 'http://h:99999/'])
      assert.throws(() => of({ A: { url: wrong } }), /requests\.A\.url: expected a URL such as/, wrong);
    assert.throws(() => of({ A: { url, method: 'GET /x HTTP/1.1\r\nx:' } }), /requests\.A\.method: expected/);
  });

  it('have their placeholders filled in, and nothing else in braces', () => {
    const [request] = of({
      A: {
        url: `${url}/{key}?r={id}`,
        headers: { 'Idempotency-Key': '{id}' },
        body: { of: ['{key}', '{x}'], n: 1 },
      },
    });
    const filling = { id: 'r1', key: 'seat "7"/a' };
    assert.deepEqual(filledCall(request!.calls[0]!, filling), {
      method: 'POST',
      url: `${url}/seat%20%227%22%2Fa?r=r1`,
      headers: { 'content-type': 'application/json', 'Idempotency-Key': 'r1' },
      body: '{"of":["seat \\"7\\"/a","{x}"],"n":1}',
    });
    const text = { method: 'POST', url, headers: { 'Content-Type': 'text/plain' }, body: '{"a":"{id}"}' };
    assert.deepEqual(filledCall(text, filling), { ...text, body: '{"a":"r1"}' });
    assert.equal(filledCall({ ...text, body: { a: 1 } }, filling).headers['content-type'], undefined);
  });

  it('go to another process of the service with the same path', () => {
    const call = { method: 'GET', url: `${url}/7?x=/`, headers: {} };
    assert.equal(onInstance(call, 'http://127.0.0.1:3001/').url, 'http://127.0.0.1:3001/buy/7?x=/');
  });
});

describe('the result of an answer', () => {
  it('is that of the word in its body, then of its status, then of the class of that, then as HTTP has it', () => {
    const { results = {} } = config({
      results: { from: 'a.b', sold: 'success', '409': 'rejected', '5xx': 'conflict' },
    });
    const cases: readonly (readonly [number, string, string])[] = [
      [200, '{"a":{"b":"sold"}}', 'success'],
      [503, '{"a":{"b":"sold"}}', 'success'],
      [409, '{"a":{"b":"other"}}', 'rejected'],
      [503, '{"a":{"b":{}}}', 'conflict'],
      [503, 'no JSON', 'conflict'],
      [404, '', 'rejected'],
      [201, '', 'success'],
      [408, '', 'timeout'],
    ];
    for (const [status, body, expected] of cases)
      assert.equal(resultOfAnswer(results, status, body), expected, `${status} ${body}`);
    assert.equal(resultOfAnswer({}, 500, ''), 'timeout');
  });
});
