// Parking: reads the free bays, opens the barrier, writes. The JSON layout is the one of the log4js documentation.
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import log4js from 'log4js';

log4js.addLayout(
  'json',
  ({ separator }) =>
    (event) =>
      JSON.stringify(event) + separator,
);
log4js.configure({
  appenders: { out: { type: 'stdout', layout: { type: 'json', separator: '' } } },
  categories: { default: { appenders: ['out'], level: 'info' } },
});
const garages = new Map([
  ['north', { free: 8, seq: 100 }],
  ['south', { free: 11, seq: 300 }],
]);
const pause = (ms) => setTimeout(ms * Math.random());

async function enter(garage, spanId) {
  const log = log4js.getLogger('barrier');
  log.addContext('spanId', spanId);
  const { free, seq } = garages.get(garage);
  if (free === 0) {
    log.info({ event: 'entry', garage, decision: 'denied', seqRead: seq });
    return 409;
  }
  await pause(6);
  garages.set(garage, { free: free - 1, seq: seq + 1 });
  log.info({ event: 'entry', garage, decision: 'granted', seqRead: seq, seqWritten: seq + 1 });
  return 200;
}

const log = log4js.getLogger('server');
createServer(async (request, response) => {
  const [, verb, garage] = request.url.split('/');
  response.statusCode =
    verb === 'enter'
      ? await enter(garage, `sp-${request.headers['x-trace-id']}`)
      : (log.info('health ok'), 200);
  response.end();
}).listen(process.env.PORT, () => log.info('up on port %d', Number(process.env.PORT)));
