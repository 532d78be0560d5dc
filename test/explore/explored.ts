import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { search, type SearchResult } from '../../src/explore/search/search.ts';
import { Database } from '../../src/explore/service/database.ts';
import { resetBySql, violationBySql } from '../../src/explore/service/ground.ts';
import { prepare, type Prepared } from '../../src/explore/service/prepare.ts';
import { sendRequest } from '../../src/explore/service/request.ts';
import { TappedService } from '../../src/explore/service/tapped-service.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { SCENARIOS, type ScenarioName } from './scenarios/scenarios.ts';

const SERVE = join(import.meta.dirname, 'programs/serve.ts');
/** So many that no scenario has more. */
const BOUNDS = { maxSchedules: 5000, maxSeconds: 300, maxSteps: 200 } as const;

/** How a scenario is explored. */
export interface HowExplored {
  /** Whether each request has a process of the service to itself. */
  readonly isApart?: boolean;
  /** For how long a request alone may be silent after its answer until it goes on. */
  readonly lateMs?: number;
}

/** What a search came to. */
export interface Found {
  readonly end: SearchResult['end'];
  readonly schedules: number;
  /** Schedules that broke the invariant. */
  readonly broken: number;
  /** As {@link Scenario.outcomes} has them, sorted. */
  readonly outcomes: readonly string[];
  readonly notes: readonly string[];
  readonly doubts: readonly string[];
}

/** What exploring a scenario showed. */
export interface Explored {
  readonly prepared: Prepared;
  readonly full: Found;
  /** Undefined where nothing can be left out. */
  readonly reduced: Found | undefined;
  readonly hasOverlapped: boolean;
}

/** Explores a scenario on a database, which is made anew. */
export async function explored(name: ScenarioName, url: string, how: HowExplored = {}): Promise<Explored> {
  await makeTables(url, SCENARIOS[name].tables);
  return withService(name, url, how, async (service) => {
    const prepared = await prepare(service);
    const full = found(await search(service, { ...BOUNDS, reduce: false }));
    const reduced =
      prepared.whyAll === undefined ? found(await search(service, { ...BOUNDS, reduce: true })) : undefined;
    return { prepared, full, reduced, hasOverlapped: service.hasOverlapped };
  });
}

function found({ end, schedules, tree: { outcomes: all }, doubts }: SearchResult): Found {
  const outcomes = all.map(({ codes, broken }) =>
    [...codes, broken === undefined ? 'ok' : 'broken'].join(' '),
  );
  return {
    end,
    schedules,
    broken: all.reduce((sum, each) => sum + (each.broken === undefined ? 0 : each.schedules), 0),
    outcomes: [...new Set(outcomes)].sort(),
    notes: [...new Set(all.flatMap(({ notes }) => notes))].sort(),
    doubts,
  };
}

/** The service of a scenario behind a tap, for as long as `work` takes. */
export async function withService<T>(
  name: ScenarioName,
  url: string,
  { isApart = false, lateMs = 50 }: HowExplored,
  work: (service: TappedService) => Promise<T>,
): Promise<T> {
  const scenario: Scenario = SCENARIOS[name];
  const { clients = ['A', 'B'] } = scenario;
  const database = await Database.connect(url);
  const ports = new Map<string, number>();
  const service = new TappedService({
    upstream: url,
    host: '127.0.0.1',
    port: 0,
    database,
    ground: {
      reset: () => resetBySql(database, scenario.reset),
      violation: () => violationBySql(database, scenario.invariant),
    },
    requests: clients.map((client) => ({
      name: client,
      send: (traceparent, signal) => {
        const call = {
          method: 'POST',
          url: `http://127.0.0.1:${ports.get(client)}/${client}`,
          headers: {},
          body: '',
        };
        return sendRequest([call], traceparent, signal);
      },
    })),
    isBackground: () => false,
    backgroundMs: 50,
    lateMs,
    interrupted: new AbortController().signal,
    columns: new Set(),
    say: () => undefined,
  });
  const tap = await service.listen();
  const processes: ChildProcess[] = [];
  try {
    for (const group of isApart ? clients.map((client) => [client]) : [clients]) {
      const child = fork(SERVE, [name], { env: { ...process.env, DATABASE_URL: tap.url } });
      processes.push(child);
      const [port] = (await once(child, 'message')) as [number];
      for (const client of group) ports.set(client, port);
    }
    return await work(service);
  } finally {
    await service.close();
    await database.close();
    for (const child of processes) if (child.connected) child.disconnect();
    for (const child of processes) if (child.exitCode === null) await once(child, 'exit');
  }
}

async function makeTables(url: string, tables: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${tables}`);
  await client.end();
}
