import { HttpClient } from '../../../src/harness/http/http-client.ts';
import { RunningBooks } from '../../../src/harness/monitor/running-books.ts';
import type { AttemptRow } from '../../../src/harness/record/attempt-row.ts';
import { openGate, type Gate } from '../../../src/harness/service/ports.ts';
import { VARIANTS, type VariantName } from '../../../src/harness/service/variants.ts';
import { memoryStore } from '../../../src/harness/store/memory/memory-store.ts';
import { startBalancer } from '../../../src/harness/worker/balancer.ts';
import type { Deployment } from '../../../src/harness/worker/metrics.ts';
import { serveReservations } from '../../../src/harness/worker/reservation-server.ts';

export const TOKEN = 'the token of this run';
export const forever = new AbortController().signal;

/** A service of some workers with a balancer before them, whose clock stands at 30 ms. */
export async function withService(
  {
    variant,
    units,
    workers = 1,
    gate = openGate,
    rollout = 'stable',
  }: { variant: VariantName; units: number; workers?: number; gate?: Gate; rollout?: Deployment },
  work: (service: Service) => Promise<void>,
): Promise<void> {
  const store = memoryStore();
  const keys = Array.from({ length: 60 }, (_, index) => `seat-${index}`);
  await store.load(new Map(keys.map((key) => [key, units])));
  const ports = { store, clock: () => 30_000, gate, deployment: 'v1', rollout };
  const servers = await Promise.all(
    Array.from({ length: workers }, (_, index) =>
      serveReservations(TOKEN, VARIANTS[variant], { ...ports, workerId: `w${index + 1}` }),
    ),
  );
  const balancer = await startBalancer(
    TOKEN,
    servers.map(({ port }) => port),
  );
  const http = new HttpClient(balancer.port, TOKEN);
  const books = new RunningBooks(store, new Map([['seat-0', units]]), rollout === 'canary');
  const rows: AttemptRow[] = [];
  try {
    await work({
      books,
      rows,
      port: balancer.port,
      reserve: async (id, key = 'seat-0') => {
        const wish = { id, key, clientId: 'A', dueUs: 0, attemptsBefore: 0 };
        const reply = await http.request('POST', '/reservations', JSON.stringify(wish), forever);
        const { attempts } = JSON.parse(reply?.body ?? '{}') as { attempts: AttemptRow[] };
        books.record(attempts);
        rows.push(...attempts);
        return attempts.at(-1)!.result;
      },
      metrics: async () => (await http.request('GET', '/metrics', '', forever))?.body ?? '',
    });
  } finally {
    http.close();
    await balancer.close();
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** The service as a test sees it. */
export interface Service {
  readonly books: RunningBooks;
  /** What the clients were told so far. */
  readonly rows: readonly AttemptRow[];
  readonly port: number;
  readonly reserve: (id: string, key?: string) => Promise<string>;
  readonly metrics: () => Promise<string>;
}

/** The values of a metric's series, by their labels, in the text format of Prometheus. */
export function values(text: string, name: string): Record<string, number> {
  const series = text.split('\n').flatMap((line) => {
    const [, labels, value] = new RegExp(`^${name}(\\{.*\\})? (\\S+)$`).exec(line) ?? [];
    return value === undefined ? [] : [[labels ?? '', Number(value)] as const];
  });
  return Object.fromEntries(series);
}
