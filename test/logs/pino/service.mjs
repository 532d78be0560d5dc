// Tickets: reads the stock, waits for the payment, writes the stock. Log: one line when the order is placed.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import pino from 'pino';

const log = pino({ name: 'tickets' });
const stock = new Map([
  ['STALL-A', { left: 14, rev: 1 }],
  ['CIRCLE', { left: 9, rev: 1 }],
]);
const pause = (ms) => setTimeout(ms * Math.random());

async function order(sku, qty, log) {
  const began = performance.now();
  await pause(2);
  const seen = { ...stock.get(sku) };
  const revSeen = seen.rev;
  if (seen.left < qty) {
    log.info(
      { sku, qty, outcome: 'sold_out', revSeen, durationMs: performance.now() - began },
      'order placed',
    );
    return 410;
  }
  await pause(6);
  stock.set(sku, { left: seen.left - qty, rev: revSeen + 1 });
  const durationMs = performance.now() - began;
  log.info({ sku, qty, outcome: 'confirmed', revSeen, revStored: revSeen + 1, durationMs }, 'order placed');
  return 201;
}

createServer(async (request, response) => {
  const [, verb, sku, qty] = request.url.split('/');
  const child = log.child({ reqId: randomUUID() });
  child.info({ method: request.method, url: request.url }, 'incoming request');
  response.statusCode = verb === 'orders' ? await order(sku, Number(qty), child) : 200;
  response.end();
}).listen(process.env.PORT, () => log.info({ port: Number(process.env.PORT) }, 'server listening'));
