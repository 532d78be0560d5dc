import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createHttps } from 'node:https';
import { describe, it, type TestContext } from 'node:test';
import { NotConnectedError } from '../../../../src/explore/at-once/held-call.ts';
import type { Hold } from '../../../../src/explore/at-once/held-socket.ts';
import { sendAtOnce } from '../../../../src/explore/at-once/send-at-once.ts';
import { ownCertificate } from '../../../../src/explore/tap/certificate.ts';
import type { Call } from '../../../../src/ingest/config/requests.ts';

/** A server that keeps what each connection has sent, and lets the test answer. */
async function listening(
  test: TestContext,
  onData: (text: string, socket: Socket) => void = () => undefined,
) {
  const received: string[] = [];
  const server = createServer((socket) => {
    const at = received.push('') - 1;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      const text = received[at]! + chunk.toString('latin1');
      received[at] = text;
      onData(text, socket);
    });
  });
  return { received, url: await urlOf(test, server) };
}

async function urlOf(test: TestContext, server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const call = (url: string, body = '', method = 'POST'): Call => ({ method, url, headers: {}, body });
const send = (calls: readonly Call[], hold: Hold = 'last byte', holdMs = 20, timeoutMs = 20_000) =>
  sendAtOnce(calls, { hold, holdMs, signal: AbortSignal.timeout(timeoutMs) });
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok';

void describe('requests that are sent at once', () => {
  const cases: readonly (readonly [string, Hold, string, RegExp])[] = [
    ['the last byte of a body', 'last byte', 'body', /^POST \/x\?y=1 HTTP\/1\.1\r\n[\s\S]*\r\n\r\nbod$/],
    ['the last byte of a head', 'last byte', '', /^POST \/x\?y=1 HTTP\/1\.1\r\n[\s\S]*\r\n\r$/],
    [
      'the end of the head and the body',
      'end of head',
      'body',
      /^POST \/x\?y=1 HTTP\/1\.1\r\n[\s\S]*\r\n\r$/,
    ],
  ];
  for (const [what, hold, body, before] of cases)
    void it(`hold back ${what} until all of them have arrived so far`, async (test) => {
      const wholes: string[][] = [];
      const isWhole = (text: string) => text.endsWith(`\r\n\r\n${body}`);
      const seen: string[] = [];
      const { received, url } = await listening(test, (text, socket) => {
        if (!isWhole(text)) return;
        wholes.push([...received]);
        seen.push(text);
        socket.end(OK);
      });
      const { calls } = await send(Array(5).fill(call(`${url}/x?y=1`, body)), hold, 200);
      assert.deepEqual(
        calls.map(({ outcome }) => outcome.answer),
        Array(5).fill({ status: 200, body: 'ok' }),
      );
      assert.ok(calls.every(({ isEarly }) => !isEarly));
      // When the first of them was whole, all the others had come but for their ends.
      assert.equal(wholes[0]!.length, 5);
      for (const text of wholes[0]!) assert.ok(before.test(text) || isWhole(text), text);
      assert.match(seen[0]!, body === '' ? /content-length: 0/i : /content-length: 4/i);
    });

  void it('have their answers in whatever way HTTP/1.1 sends them', async (test) => {
    const answers: readonly (readonly [string, { status: number; body: string }])[] = [
      [
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n2\r\nso\r\n2\r\nld\r\n0\r\n\r\n',
        { status: 201, body: 'sold' },
      ],
      ['HTTP/1.1 204 No Content\r\nconnection: keep-alive\r\n\r\n', { status: 204, body: '' }],
      ['HTTP/1.0 409 Conflict\r\n\r\nuntil the end', { status: 409, body: 'until the end' }],
      [
        'HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: keep-alive\r\n\r\nkept',
        { status: 200, body: 'kept' },
      ],
    ];
    for (const [text, expected] of answers) {
      const { url } = await listening(test, (request, socket) => {
        if (!request.endsWith('\r\n\r\n')) return;
        socket.write(text);
        if (text.startsWith('HTTP/1.0')) socket.end();
      });
      const { calls } = await send([call(url, '', 'GET'), call(url, '', 'GET')]);
      assert.deepEqual(
        calls.map(({ outcome }) => outcome.answer),
        [expected, expected],
      );
    }
  });

  void it('are early where the service answers before their end', async (test) => {
    const { url } = await listening(test, (text, socket) => {
      if (text.endsWith('bod')) socket.write(OK);
    });
    const { calls } = await send([call(url, 'body'), call(url, 'other')], 'last byte', 300, 2000);
    assert.deepEqual(
      calls.map(({ isEarly }) => isEarly),
      [true, false],
    );
    assert.equal(calls[0]!.outcome.answer?.status, 200);
    assert.equal(calls[1]!.outcome.failure, 'no answer in time');
  });

  void it('have no answer, and say why, where the connection breaks or what comes is no HTTP', async (test) => {
    const { url: breaking } = await listening(test, (text, socket) => {
      if (text.endsWith('\r\n\r\n')) socket.resetAndDestroy();
    });
    const { url: babbling } = await listening(test, (text, socket) => {
      if (text.endsWith('\r\n\r\n')) socket.end('SSH-2.0\r\n');
    });
    const { calls } = await send([call(breaking), call(babbling)]);
    assert.equal(calls[0]!.outcome.failure, 'ECONNRESET');
    assert.match(calls[1]!.outcome.failure!, /^HPE_/);
  });

  void it('are none where one of them cannot be connected', async (test) => {
    const { url, received } = await listening(test);
    const gone = createServer();
    const nowhere = await urlOf(test, gone);
    gone.close();
    await assert.rejects(
      send([call(url), call(nowhere)]),
      (error) => error instanceof NotConnectedError && error.message === 'ECONNREFUSED',
    );
    assert.ok(received.every((text) => !text.endsWith('\r\n\r\n')));
  });

  void it('are encrypted where the URL says so, and need no certificate that is trusted on this machine', async (test) => {
    const own = ownCertificate();
    const server = createHttps(own, (request, response) => {
      request.resume();
      request.on('end', () => response.end('secret'));
    });
    const url = (await urlOf(test, server)).replace('http:', 'https:');
    const { calls } = await send([call(url, 'body'), call(url, 'body')]);
    assert.deepEqual(
      calls.map(({ outcome }) => outcome.answer?.body),
      ['secret', 'secret'],
    );
  });
});
