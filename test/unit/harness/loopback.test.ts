import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { machineClock, openGate } from '../../../src/harness/service/ports.ts';
import { unsafe } from '../../../src/harness/service/unsafe.ts';
import { memoryStore } from '../../../src/harness/store/memory/memory-store.ts';
import { startBalancer } from '../../../src/harness/worker/balancer.ts';
import type { LoopbackServer } from '../../../src/harness/worker/loopback.ts';
import { serveReservations } from '../../../src/harness/worker/reservation-server.ts';

const TOKEN = 'the token of this run';
const wish = { id: 'r-1', key: 'seat', clientId: 'A', dueUs: 0, attemptsBefore: 0 };
const store = memoryStore();
let worker: LoopbackServer;
let balancer: LoopbackServer;

before(async () => {
  await store.load(new Map([['seat', 1000]]));
  const ports = { store, clock: () => 0, gate: openGate, workerId: 'w1@v1', deployment: 'v1' };
  worker = await serveReservations(TOKEN, unsafe, ports);
  balancer = await startBalancer(TOKEN, [worker.port]);
});
after(async () => {
  await balancer.close();
  await worker.close();
});

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function send(port: number, options: RequestOptions, body: string | Buffer = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${TOKEN}`, ...(options.headers as Record<string, string>) };
    const request = httpRequest({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: '/reservations',
      ...options,
      headers,
    });
    let replied = false;
    request.once('response', (response) => {
      replied = true;
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
      response.once('error', reject);
    });
    request.on('error', (error) => {
      // A server that has refused a body closes the connection while the rest of it is still being sent.
      if (!replied) reject(error);
    });
    request.end(body);
  });
}

for (const [name, port] of [
  ['a worker', () => worker.port],
  ['the balancer', () => balancer.port],
] as const)
  describe(name, () => {
    const json = JSON.stringify(wish);

    it('serves who bears the token', async () => {
      const { status, body } = await send(port(), {}, json);
      assert.equal(status, 201);
      assert.equal((JSON.parse(body) as { result: string }).result, 'success');
      assert.equal((await send(port(), { method: 'GET', path: '/health' })).status, 200);
    });

    const REFUSED: readonly [string, RequestOptions, number][] = [
      ['no token', { headers: { authorization: '' } }, 401],
      ['a wrong token', { headers: { authorization: `Bearer ${TOKEN}x` } }, 401],
      ['another scheme', { headers: { authorization: `Basic ${TOKEN}` } }, 401],
      ['the name of another host', { headers: { host: 'evil.example' } }, 421],
      ['the name localhost, which can be made to point elsewhere', { headers: { host: 'localhost' } }, 421],
      ['an origin, as pages of a browser have', { headers: { origin: 'http://evil.example' } }, 403],
    ];
    for (const [what, options, status] of REFUSED)
      it(`refuses a request with ${what} and writes nothing`, async () => {
        const before = await store.get('seat');
        assert.equal((await send(port(), options, json)).status, status);
        assert.deepEqual(await store.get('seat'), before);
      });

    it('sends no header that would let a page read its answers', async () => {
      const { headers } = await send(port(), {}, json);
      assert.deepEqual(
        Object.keys(headers).filter((header) => header.startsWith('access-control')),
        [],
      );
    });

    it('refuses a body beyond 64 KiB', async () => {
      assert.equal((await send(port(), {}, Buffer.alloc(1 << 20, 32))).status, 413);
    });

    const WRONG: readonly [string, number][] = [
      ['', 400],
      ['{"id":', 400],
      ['[]', 400],
      ['null', 400],
      [JSON.stringify({ ...wish, id: 7 }), 400],
      [JSON.stringify({ ...wish, dueUs: -1 }), 400],
      [JSON.stringify({ ...wish, attemptsBefore: 1.5 }), 400],
      [JSON.stringify({ ...wish, key: 'nothing' }), 404],
    ];
    for (const [body, status] of WRONG)
      it(`answers ${status} to ${JSON.stringify(body)}`, async () => {
        const reply = await send(port(), {}, body);
        assert.equal(reply.status, status);
        assert.notEqual((JSON.parse(reply.body) as { error: string }).error, '');
      });

    it('knows no other path', async () => {
      assert.equal((await send(port(), { path: '/../etc/passwd' }, json)).status, 404);
      assert.equal((await send(port(), { method: 'GET' })).status, 404);
    });

    it('listens on the loopback interface alone', async () => {
      const others = Object.values(networkInterfaces())
        .flatMap((addresses) => addresses ?? [])
        .filter((address) => !address.internal && address.family === 'IPv4');
      for (const { address } of others) {
        const outcome = await new Promise<string>((resolve) => {
          const socket = connect({ host: address, port: port(), timeout: 1000 }, () => {
            resolve('connected');
            socket.destroy();
          });
          socket.once('error', () => {
            resolve('refused');
          });
        });
        assert.equal(outcome, 'refused', address);
      }
    });
  });

describe('the balancer alone', () => {
  it('answers 502 when the worker is gone', async () => {
    const gone = await serveReservations(TOKEN, unsafe, {
      store,
      clock: () => 0,
      gate: openGate,
      workerId: 'w2@v1',
      deployment: 'v1',
    });
    await gone.close();
    const front = await startBalancer(TOKEN, [gone.port]);
    assert.equal((await send(front.port, {}, JSON.stringify(wish))).status, 502);
    await front.close();
  });

  it('answers 503 at once to what it does not admit, and admits again when there is room', async () => {
    const held: (() => void)[] = [];
    const gate = () =>
      new Promise<void>((resolve) => {
        held.push(resolve);
      });
    const ports = { store, clock: () => 0, gate, workerId: 'w1', deployment: 'v1' };
    const slow = await serveReservations(TOKEN, unsafe, ports);
    const front = await startBalancer(TOKEN, [slow.port], { inService: 2 });
    const json = JSON.stringify(wish);
    const admitted = [send(front.port, {}, json), send(front.port, {}, json)];
    while (held.length < 2) await new Promise(setImmediate);
    assert.equal((await send(front.port, {}, json)).status, 503);
    const release = setInterval(() => held.shift()?.(), 1);
    assert.deepEqual(
      (await Promise.all(admitted)).map(({ status }) => status),
      [201, 201],
    );
    assert.equal((await send(front.port, {}, json)).status, 201);
    clearInterval(release);
    await front.close();
    await slow.close();
  });

  it('answers 503 to a request that waited for too long before it came to it', async () => {
    const front = await startBalancer(TOKEN, [worker.port], { waitedMs: 1000 });
    const before = await store.get('seat');
    const nowUs = machineClock();
    const ask = (agoMs: number) =>
      send(front.port, {}, JSON.stringify({ ...wish, dueUs: nowUs - agoMs * 1000 }));
    assert.equal((await ask(5000)).status, 503);
    assert.deepEqual(await store.get('seat'), before);
    assert.equal((await ask(-5000)).status, 201);
    await front.close();
  });

  it('gives its workers turns', async () => {
    const ports = { store, clock: () => 0, gate: openGate, deployment: 'v1' };
    const workers = await Promise.all(
      ['w1', 'w2', 'w3'].map((workerId) => serveReservations(TOKEN, unsafe, { ...ports, workerId })),
    );
    const front = await startBalancer(
      TOKEN,
      workers.map((each) => each.port),
    );
    const names: string[] = [];
    for (let turn = 0; turn < 6; turn++) {
      const { body } = await send(front.port, { method: 'GET', path: '/health' });
      names.push((JSON.parse(body) as { workerId: string }).workerId);
    }
    assert.deepEqual(names, ['w1', 'w2', 'w3', 'w1', 'w2', 'w3']);
    await front.close();
    await Promise.all(workers.map((each) => each.close()));
  });
});
