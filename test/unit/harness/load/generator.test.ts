import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, describe, it } from 'node:test';
import { HttpClient } from '../../../../src/harness/http/http-client.ts';
import { deliver, plainClient } from '../../../../src/harness/load/client.ts';
import { Generator, type GeneratorPorts } from '../../../../src/harness/load/generator.ts';
import { Deadline } from '../../../../src/harness/load/deadline.ts';
import { workload, type WorkloadOptions } from '../../../../src/harness/load/workload.ts';
import { invalidBecause, type StoreBooks } from '../../../../src/harness/phases/validity.ts';
import type { AttemptRow } from '../../../../src/harness/record/attempt-row.ts';
import type { ReservationRequest } from '../../../../src/harness/service/attempt.ts';
import { machineClock } from '../../../../src/harness/service/ports.ts';
import {
  readBody,
  sendText,
  serveLoopback,
  type LoopbackServer,
} from '../../../../src/harness/worker/loopback.ts';

const OFFERED: WorkloadOptions = { seed: 1, rate: 200, durationS: 2, arrivals: 'constant', keys: 3, skew: 1 };
const NO_WRITES: StoreBooks = { initial: {}, remaining: {}, commits: 0, versionScheme: 'sequential' };
const closing: (() => Promise<void>)[] = [];
after(() => Promise.all(closing.map((close) => close())));

/** A service that answers every request as `answer` says. */
async function service(
  answer: (request: ReservationRequest) => Promise<[status: number, json: string]>,
): Promise<HttpClient> {
  const server: LoopbackServer = await serveLoopback('secret', async (request, response) => {
    const wish = JSON.parse((await readBody(request)).toString()) as ReservationRequest;
    sendText(response, ...(await answer(wish)));
  });
  const http = new HttpClient(server.port, 'secret');
  closing.push(() => {
    http.close();
    return server.close();
  });
  return http;
}

/** An answer with one attempt. */
function outcome(result: AttemptRow['result']): string {
  const nowUs = machineClock();
  const row: AttemptRow = {
    requestId: 'r',
    inventoryKey: 'k',
    workerId: 'w1',
    deployment: 'v1',
    clientId: 'c1',
    result,
    retryCount: 0,
    startUs: nowUs,
    serviceUs: nowUs,
    endUs: nowUs,
  };
  return JSON.stringify({ result, attempts: [row] });
}

async function generate(
  http: HttpClient,
  {
    deadlineMs = 60_000,
    ...options
  }: Partial<WorkloadOptions & GeneratorPorts> & { deadlineMs?: number } = {},
): Promise<{ generator: Generator; rows: AttemptRow[]; sending: Awaited<ReturnType<Generator['run']>> }> {
  const rows: AttemptRow[] = [];
  const { interrupted = new AbortController().signal } = options;
  const client = plainClient({
    http,
    clock: machineClock,
    record: (more) => {
      rows.push(...more);
    },
    deadline: new Deadline(deadlineMs, interrupted),
  });
  const generator = new Generator(workload({ ...OFFERED, ...options }), {
    client,
    clock: machineClock,
    interrupted,
    oneByOne: false,
    ...options,
  });
  const sending = await generator.run();
  return { generator, rows, sending };
}

void describe('the generator', () => {
  it('counts what a frozen service does to the requests that fall due meanwhile', async () => {
    let thawUs = 0;
    const waited: number[] = [];
    const http = await service(async ({ dueUs }) => {
      if (thawUs === 0) thawUs = dueUs + 1_000_000;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, (thawUs - machineClock()) / 1000)));
      // The service's own view of it: no request can have waited less.
      waited.push((machineClock() - dueUs) / 1000);
      return [410, outcome('rejected')];
    });
    const { generator, sending } = await generate(http);
    assert.equal(sending.sent, 400);
    waited.sort((a, b) => a - b);
    for (const percent of [25, 50, 60, 75, 90, 95, 99]) {
      const [truth, measured] = [waited[4 * percent - 1]!, generator.counters.latency.percentile(percent)];
      assert.ok(measured > truth * 0.998, `p${percent} is ${measured}, not ${truth}`);
    }
    // Half of the requests fell due while it was frozen, evenly: a quarter of all waited for half of the time or more.
    assert.ok(generator.counters.latency.percentile(75) > 495);
  });

  it('has an outcome and a row for every request, whatever comes back', async () => {
    const answers: readonly (readonly [number, string])[] = [
      [201, outcome('success')],
      [503, '{"error":"full"}'],
      [500, '{"error":"broken"}'],
      [502, '{"error":"no worker"}'],
      [504, outcome('timeout')],
    ];
    let turn = 0;
    const http = await service(() => {
      const [status, json] = answers[turn++ % answers.length]!;
      return Promise.resolve([status, json]);
    });
    const { generator, rows } = await generate(http, { durationS: 1 });
    const { counters } = generator;
    assert.deepEqual(counters.results, { success: 40, conflict: 0, retry: 0, rejected: 40, timeout: 120 });
    assert.deepEqual([rows.length, counters.concluded], [200, 200]);
    assert.equal(counters.started, 40, 'of what was begun only the workers can tell; these came to none');
    assert.equal(counters.serverErrors, 160);
  });

  it('takes what was not admitted for the last word on a request only if nothing of it was delivered before', async () => {
    const http = await service(() => Promise.resolve([503, '{"error":"full"}']));
    const rows: AttemptRow[] = [];
    const deadline = new Deadline(60_000, new AbortController().signal);
    const record = (more: readonly AttemptRow[]) => rows.push(...more);
    for (const attemptsBefore of [0, 1]) {
      const request = { id: 'r', clientId: 'c', key: 'k', dueUs: machineClock(), attemptsBefore };
      await deliver(request, { http, clock: machineClock, record, deadline });
    }
    assert.deepEqual(
      rows.map(({ result }) => result),
      ['rejected', 'timeout'],
    );
  });

  it('counts a request without an answer as unknown at its deadline', async () => {
    const http = await service(() => new Promise(() => undefined));
    const { generator, rows } = await generate(http, { durationS: 0.1, deadlineMs: 50 });
    assert.equal(generator.counters.results.timeout, 20);
    assert.ok(rows.every((row) => row.result === 'timeout' && row.endUs - row.startUs >= 49_000));
  });

  it('has not sent what there was no connection for, and the run says so', async () => {
    const gone = await serveLoopback('secret', () => Promise.resolve());
    await gone.close();
    const { generator, rows, sending } = await generate(new HttpClient(gone.port, 'secret'), {
      durationS: 0.1,
    });
    const { counters } = generator;
    assert.deepEqual([sending.offered, sending.sent, sending.unsent, generator.sent], [20, 0, 20, 0]);
    assert.deepEqual([counters.concluded, counters.results.timeout, rows], [0, 0, []]);
    assert.deepEqual(
      invalidBecause(sending, counters, NO_WRITES).filter(
        (reason) => !reason.startsWith('Requests were sent late'),
      ),
      ['0 of 20 requests were sent; for 20 there was no connection.'],
    );
  });

  it('fails on an answer that says that the request is wrong', async () => {
    const http = await service(() => Promise.resolve([400, '{"error":"no"}']));
    await assert.rejects(generate(http, { durationS: 0.1 }), /answered 400: no/);
    // All are due, and sent, before the first answer can come.
    await assert.rejects(generate(http, { durationS: 0.1, originUs: 1 }), /answered 400: no/);
  });

  it('stops sending when it is interrupted, and waits for what it has sent', async () => {
    const interruption = new AbortController();
    const interrupted = once(interruption.signal, 'abort');
    let asked = 0;
    const http = await service(async () => {
      if (++asked === 20) interruption.abort();
      // Whatever is answered, is so after the interruption.
      await interrupted;
      return [410, outcome('rejected')];
    });
    const { generator, sending } = await generate(http, { durationS: 60, interrupted: interruption.signal });
    assert.ok(sending.sent >= 20 && sending.sent < 12_000, `${sending.sent} sent`);
    const { rejected, timeout } = generator.counters.results;
    assert.ok(rejected > 0);
    assert.equal(rejected + timeout, sending.sent);
    assert.match(
      invalidBecause(sending, generator.counters, NO_WRITES).join(),
      /of 12000 requests were sent/,
    );
  });

  it('asks one by one when it is a single client', async () => {
    let [underWay, most] = [0, 0];
    const http = await service(async () => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 2));
      underWay--;
      return [410, outcome('rejected')];
    });
    const { generator } = await generate(http, { oneByOne: true, durationS: 0.1 });
    assert.deepEqual([most, generator.counters.concluded], [1, 20]);
  });

  it('is found out when it was the bottleneck', async () => {
    let asked = 0;
    const heldUs: number[] = [];
    const http = await service(({ dueUs, sentUs = dueUs }) => {
      heldUs.push(sentUs - dueUs);
      // This service runs in the generator's own thread, and so stops it too.
      if (++asked === 20) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      return Promise.resolve([410, outcome('rejected')]);
    });
    const { generator, sending } = await generate(http, { durationS: 1 });
    // The service is told how late it was asked, and so is not charged with it.
    assert.ok(Math.max(...heldUs) > 250_000 && Math.min(...heldUs) >= 0);
    assert.ok(sending.lagMs.max > 250 && sending.eventLoopMs.max > 250);
    assert.match(
      invalidBecause(sending, generator.counters, NO_WRITES).join(),
      /^Requests were sent late: 1 % of .* \(limit 15 ms\)\. The measurements do not say why: .* stood still for up to \d+ ms\./,
    );
  });
});
