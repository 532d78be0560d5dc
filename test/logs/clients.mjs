// Clients of a small service: node clients.mjs PORT CLIENTS REQUESTS PATH… – each client sends its next request as soon
// as the one before was answered, and goes through the paths in turn.
import { setTimeout } from 'node:timers/promises';

const [port, clients, requests, ...paths] = process.argv.slice(2);
const base = `http://127.0.0.1:${port}`;

async function untilReady() {
  for (;;) {
    const answer = await fetch(`${base}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await setTimeout(50);
  }
}

async function client(number) {
  for (let sent = 0; sent < requests / clients; sent++) {
    const path = paths[(sent * Number(clients) + number) % paths.length];
    for (let attempt = 1; attempt <= 3; attempt++) {
      const answer = await fetch(base + path, {
        method: 'POST',
        headers: { 'x-trace-id': `${number}${String(sent).padStart(3, '0')}f`, 'x-attempt': String(attempt) },
      });
      await answer.text();
      if (answer.status !== 412) break;
    }
  }
}

await untilReady();
await Promise.all(Array.from({ length: Number(clients) }, (_, number) => client(number)));
await fetch(`${base}/healthz`);
