/**
 * The server that every generator is pointed at: the harness's own loopback server with an answer that costs nothing.
 * `server.ts FREEZE_MS PERIOD_MS` stands still for FREEZE_MS in the middle of every PERIOD_MS after the first message.
 */
import { machineClock } from '../../src/harness/service/ports.ts';
import { readBody, sendText, serveLoopback } from '../../src/harness/worker/loopback.ts';

const [freezeMs = 0, periodMs = 0] = process.argv.slice(2).map(Number);

const server = await serveLoopback('bench', async (request, response) => {
  await readBody(request);
  const nowUs = machineClock();
  const row = {
    requestId: 'r',
    inventoryKey: 'k',
    workerId: 'w1',
    deployment: 'bench',
    clientId: 'c1',
    result: 'rejected',
    retryCount: 0,
    startUs: nowUs,
    serviceUs: nowUs,
    endUs: nowUs,
  };
  sendText(response, 200, JSON.stringify({ result: 'rejected', attempts: [row] }));
});

process.once('message', () => {
  if (freezeMs === 0) return;
  const freeze = () => {
    // The whole process stands still, as in a long garbage collection: nothing is read, nothing is answered.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, freezeMs);
  };
  // In the middle of a period, so that a run of whole periods has whole freezes.
  setTimeout(() => {
    setInterval(freeze, periodMs);
    freeze();
  }, periodMs / 2);
});
process.once('disconnect', () => process.exit());
process.send?.(server.port);
