import assert from 'node:assert/strict';
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../../../src/harness/http/http-client.ts';
import { sendText, serveLoopback } from '../../../src/harness/worker/loopback.ts';
import { eventually } from '../../eventually.ts';

const forever = new AbortController().signal;
const servers: Server[] = [];
const clients: HttpClient[] = [];
after(() => {
  for (const client of clients) client.close();
  for (const server of servers) server.close();
});

async function listening(server: Server): Promise<HttpClient> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new HttpClient((server.address() as AddressInfo).port, 'secret');
  clients.push(client);
  return client;
}

/** A server that writes these bytes, one piece after another, and then closes. */
function writing(...pieces: string[]): Promise<HttpClient> {
  const server = createServer((socket) => {
    socket.once('data', () => {
      void (async () => {
        for (const piece of pieces) {
          socket.write(piece);
          await sleep(2);
        }
        socket.end();
      })();
    });
    socket.on('error', () => undefined);
  });
  return listening(server);
}

void describe('the HTTP client', () => {
  it('keeps one connection for requests that follow each other, and text beyond ASCII as it is', async () => {
    let connections = 0;
    const server = createHttpServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        sendText(response, 201, `${request.method ?? ''} ${request.headers.authorization ?? ''} ${body}`);
      });
    }).on('connection', () => connections++);
    const client = await listening(server);
    for (const body of ['', 'seat-ä€😀', 'x'.repeat(200_000)]) {
      const reply = await client.request('POST', '/', body, forever);
      assert.deepEqual(reply, { status: 201, body: `POST Bearer secret ${body}` });
    }
    assert.equal(connections, 1);
  });

  it('makes no request wait for another', async () => {
    const waiting: (() => void)[] = [];
    const client = await listening(
      createHttpServer((_, response) => {
        waiting.push(() => {
          sendText(response, 200, 'late');
        });
        if (waiting.length === 300) for (const answer of waiting) answer();
      }),
    );
    const all = Array.from({ length: 300 }, () => client.request('GET', '/', '', forever));
    for (const reply of await Promise.all(all)) assert.equal(reply?.status, 200);
  });

  it('reads an answer however it is cut', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
    const client = await writing(...answer.split(/(?=[^])/u));
    assert.deepEqual(await client.request('GET', '/', '', forever), { status: 200, body: 'hello' });
  });

  for (const [what, answer] of [
    ['nothing', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\nConten'],
    ['half a body', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\nhello'],
    ['another protocol', 'SSH-2.0-x\r\ncontent-length: 0\r\n\r\n'],
  ] as const)
    it(`has no answer from a server that sends ${what}`, async () => {
      const client = await writing(answer);
      assert.equal(await client.request('GET', '/', '', forever), undefined);
    });

  it('has no answer where no server listens, and none after the deadline', async () => {
    const gone = createServer();
    const client = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    assert.equal(await client.request('GET', '/', '', forever), undefined);
    const silent = await listening(createServer(() => undefined));
    assert.equal(await silent.request('GET', '/', '', AbortSignal.timeout(20)), undefined);
    assert.equal(await silent.request('GET', '/', '', AbortSignal.abort()), undefined);
    silent.close();
  });

  it('tells what cannot have been received from what may have been', async () => {
    const gone = createServer();
    const client = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    assert.deepEqual(await client.exchange('GET', '/', '', forever), { sent: false, reply: undefined });
    assert.deepEqual(await client.exchange('GET', '/', '', AbortSignal.abort()), {
      sent: false,
      reply: undefined,
    });
    const silent = await writing('');
    assert.deepEqual(await silent.exchange('GET', '/', '', forever), { sent: true, reply: undefined });
  });

  it('forgets connections that were closed while they had nothing to do', async () => {
    const held: ServerResponse[] = [];
    const server = createHttpServer((_, response) => {
      held.push(response);
      if (held.length === 3) for (const each of held) sendText(each, 200, '');
    });
    const client = await listening(server);
    await Promise.all(Array.from({ length: 3 }, () => client.request('GET', '/', '', forever)));
    assert.equal(client.idle, 3);
    server.closeAllConnections();
    await eventually(() => {
      assert.equal(client.idle, 0);
    });
  });

  it('goes on after its server has closed the connection', async () => {
    const server = await serveLoopback('secret', (_, response) => {
      sendText(response.setHeader('connection', 'close'), 200, '{}');
      return Promise.resolve();
    });
    const client = new HttpClient(server.port, 'secret');
    for (let request = 0; request < 3; request++)
      assert.equal((await client.request('GET', '/', '', forever))?.status, 200);
    client.close();
    await server.close();
  });
});
