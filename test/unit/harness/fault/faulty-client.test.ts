import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { it } from 'node:test';
import { faultyClient } from '../../../../src/harness/fault/faulty-client.ts';
import { HttpClient } from '../../../../src/harness/http/http-client.ts';
import { Deadline } from '../../../../src/harness/load/deadline.ts';
import type { AttemptRow } from '../../../../src/harness/record/attempt-row.ts';
import type { ReservationRequest } from '../../../../src/harness/service/attempt.ts';
import { machineClock } from '../../../../src/harness/service/ports.ts';
import { readBody, sendJson, serveLoopback } from '../../../../src/harness/worker/loopback.ts';

it('a client asks again for what it could not send, as if for the first time', async (t) => {
  const gone = await serveLoopback('secret', () => Promise.resolve());
  await gone.close();
  const asked: ReservationRequest[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      asked.push(JSON.parse(body.toString()) as ReservationRequest);
      sendJson(response, 410, { result: 'rejected', attempts: [] });
    });
  });
  const http = new HttpClient(gone.port, 'secret');
  t.after(() => {
    http.close();
    server.close();
  });
  const recorded: AttemptRow[] = [];
  const client = faultyClient({
    http,
    clock: machineClock,
    record: (rows) => recorded.push(...rows),
    deadline: new Deadline(60_000, new AbortController().signal),
    seed: 1,
    windows: [],
    struck: () => undefined,
    // The server is there when the client asks again.
    sleep: () => new Promise<void>((resolve) => server.listen(gone.port, '127.0.0.1', resolve)),
  });
  const replies = await client({ id: 'r', key: 'k', clientId: 'c1', dueUs: 1, attemptsBefore: 0 });
  assert.deepEqual(
    replies.map(({ status, attempts }) => [status, attempts.length]),
    [
      [0, 0],
      [410, 0],
    ],
  );
  assert.deepEqual(
    asked.map(({ attemptsBefore }) => attemptsBefore),
    [0],
  );
  assert.deepEqual(recorded, []);
});
