/**
 * A process of the service: a worker, or the balancer before them. Its parent tells it what to be over the process
 * channel, and it ends when that channel closes, so that no process outlives the run however the run ends.
 */
import { machineClock, openGate, type Gate } from '../service/ports.ts';
import { VARIANTS } from '../service/variants.ts';
import { openStore } from '../store/open-store.ts';
import { startBalancer } from './balancer.ts';
import type { LoopbackServer } from './loopback.ts';
import type { FromWorker, ProcessSetup, ToWorker } from './messages.ts';
import { serveReservations } from './reservation-server.ts';

const held = new Map<number, () => void>();
let tickets = 0;

function tell(message: FromWorker): void {
  process.send?.(message);
}

/** Asks the parent before every step. */
const parentsGate: Gate = (clientId, step) =>
  new Promise((resolve) => {
    const ticket = tickets++;
    held.set(ticket, resolve);
    tell({ kind: 'held', ticket, clientId, step });
  });

function release(ticket: number): void {
  held.get(ticket)?.();
  held.delete(ticket);
}

function serve(setup: ProcessSetup): Promise<LoopbackServer> {
  if (setup.role === 'balancer') return startBalancer(setup.token, setup.ports, setup.admitted);
  return serveReservations(setup.token, VARIANTS[setup.variant], {
    store: openStore(setup.storeUrl),
    clock: machineClock,
    gate: setup.scheduled ? parentsGate : openGate,
    workerId: setup.id,
    deployment: setup.variant,
  });
}

async function start(setup: ProcessSetup): Promise<void> {
  const { port } = await serve(setup);
  tell({ kind: 'listening', port });
}

process.on('message', (message: ToWorker) => {
  if (message.kind === 'release') release(message.ticket);
  else {
    start(message.setup).catch((error: unknown) => {
      tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
  }
});
process.on('disconnect', () => {
  process.exit();
});
// Ctrl-C reaches every process of the terminal; the parent decides what it means.
process.on('SIGINT', () => undefined);
