/**
 * Serves reservations and records their attempts until it is killed: `record-forever.ts TRACE`. A request is acknowledged
 * by a line on stdout, written only after the client had its answer.
 */
import { writeSync } from 'node:fs';
import { HttpClient } from '../../../../src/harness/http/http-client.ts';
import { reserveOverHttp } from '../../../../src/harness/load/client.ts';
import { csvFormat } from '../../../../src/harness/record/trace-format.ts';
import { TraceWriter } from '../../../../src/harness/record/trace-writer.ts';
import { machineClock, openGate } from '../../../../src/harness/service/ports.ts';
import { conditional } from '../../../../src/harness/service/conditional.ts';
import { memoryStore } from '../../../../src/harness/store/memory/memory-store.ts';
import { serveReservations } from '../../../../src/harness/worker/reservation-server.ts';

const [path = ''] = process.argv.slice(2);
const token = 'secret';
const store = memoryStore();
await store.load(new Map([['seat', 1e9]]));
const service = { store, clock: machineClock, gate: openGate, workerId: 'w1@v1', deployment: 'v1' };
const { port } = await serveReservations(token, conditional, service);
const trace = new TraceWriter(path, csvFormat, { phase: 'kill', originUs: machineClock() });
const ports = {
  http: new HttpClient(port, token),
  clock: machineClock,
  deadline: new AbortController().signal,
  record: trace.append.bind(trace),
};

async function client(clientId: string): Promise<never> {
  for (let number = 0; ; number++) {
    const id = `${clientId}-${number}`;
    const request = { id, key: 'seat', clientId, dueUs: machineClock(), attemptsBefore: 0 };
    const { result } = await reserveOverHttp(request, ports);
    writeSync(1, `${id} ${result}\n`);
  }
}

await Promise.all(['A', 'B', 'C', 'D'].map(client));
