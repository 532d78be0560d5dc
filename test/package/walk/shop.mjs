// A shop that logs as many do: JSON lines, names of its own, no line of source. `node shop.mjs fixed` has the race mended.
import { appendFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as otherRequests } from 'node:timers/promises';

const database = new DatabaseSync('shop.db');
const isFixed = process.argv[2] === 'fixed';
rmSync('app.log', { force: true });

function log(fields, msg) {
  appendFileSync('app.log', `${JSON.stringify({ level: 'info', time: Date.now(), ...fields, msg })}\n`);
}

async function buy(reqId, sku) {
  const seen = database.prepare('SELECT left, rev FROM stock WHERE sku = ?').get(sku);
  await otherRequests();
  if (seen.left < 1)
    return log({ reqId, sku, outcome: 'sold out', revSeen: seen.rev }, 'nothing left to sell');
  const condition = isFixed ? 'AND rev = ?' : 'AND ? > 0';
  const stored = database
    .prepare(`UPDATE stock SET left = ?, rev = rev + 1 WHERE sku = ? ${condition} RETURNING rev`)
    .get(seen.left - 1, sku, seen.rev);
  if (stored === undefined)
    return log({ reqId, sku, outcome: 'conflict', revSeen: seen.rev }, 'somebody was faster');
  log({ reqId, sku, outcome: 'sold', revSeen: seen.rev, revStored: stored.rev }, 'order placed');
}

log({}, 'shop is open');
for (let round = 0; round < 5; round++)
  await Promise.all(['a', 'b', 'c'].map((client) => buy(`${client}-${round}`, `seat-${round % 2}`)));
