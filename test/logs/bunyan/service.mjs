// A bank: reads the balance, asks the fraud check, writes the balance. The rows have no version.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import bunyan from 'bunyan';

const log = bunyan.createLogger({ name: 'ledger' });
const balances = new Map([
  ['DE-1007', 400],
  ['DE-2291', 150],
  ['FR-0040', 90],
]);
const pause = (ms) => setTimeout(ms * Math.random());

async function withdraw(account, amount, log) {
  const balance_before = balances.get(account);
  if (balance_before < amount) {
    log.warn({ account, amount, state: 'insufficient_funds', balance_before }, 'withdrawal done');
    return 409;
  }
  log.debug({ account }, 'fraud check');
  await pause(5);
  const balance_after = balance_before - amount;
  balances.set(account, balance_after);
  log.info({ account, amount, state: 'settled', balance_before, balance_after }, 'withdrawal done');
  return 200;
}

createServer(async (request, response) => {
  const [, verb, account, amount] = request.url.split('/');
  const child = log.child({ req_id: randomBytes(6).toString('hex') });
  if (verb === 'healthz') child.info({ uptime_s: Math.round(process.uptime()) }, 'health');
  response.statusCode = verb === 'withdraw' ? await withdraw(account, Number(amount), child) : 200;
  response.end();
}).listen(process.env.PORT, () => log.info({ port: Number(process.env.PORT) }, 'ready'));
