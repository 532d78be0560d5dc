// Hotel rooms: a compare-and-set on the etag; the client repeats a stale attempt under the same trace id.
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import winston from 'winston';

const { combine, json, timestamp } = winston.format;
const logger = winston.createLogger({
  format: combine(timestamp(), json()),
  defaultMeta: { service: 'booking-api', env: 'staging' },
  transports: [new winston.transports.Console()],
});
const rooms = new Map([
  ['double', { free: 12, etag: 40 }],
  ['suite', { free: 3, etag: 7 }],
]);
const pause = (ms) => setTimeout(ms * Math.random());

async function book(roomType, traceId, attempt) {
  const began = Date.now();
  const expected = rooms.get(roomType).etag;
  const tell = (status, etag) => {
    const booking = { roomType, nights: 2, status, etag };
    logger.info('booking attempt finished', { traceId, attempt, booking, tookMs: Date.now() - began });
  };
  if (rooms.get(roomType).free === 0) return (tell('FULL', { expected }), 410);
  await pause(7);
  const room = rooms.get(roomType);
  if (room.etag !== expected) return (tell('STALE', { expected }), 412);
  rooms.set(roomType, { free: room.free - 1, etag: expected + 1 });
  tell('BOOKED', { expected, stored: expected + 1 });
  return 201;
}

createServer(async (request, response) => {
  const [, verb, roomType] = request.url.split('/');
  if (verb === 'healthz') logger.debug('probe');
  const { 'x-trace-id': traceId, 'x-attempt': attempt } = request.headers;
  response.statusCode = verb === 'book' ? await book(roomType, traceId, Number(attempt)) : 200;
  response.end();
}).listen(process.env.PORT, () => {
  logger.info('configuration loaded', { rooms: [...rooms.keys()] });
  logger.info('listening', { port: process.env.PORT });
});
setInterval(() => logger.warn('event loop delayed', { lagMs: 12 }), 60).unref();
