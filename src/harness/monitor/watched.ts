import { rmSync } from 'node:fs';
import type { AttemptRow } from '../record/attempt-row.ts';
import { writeText } from '../record/write-text.ts';
import type { VersionedStore } from '../store/versioned-store.ts';
import type { Cluster } from '../worker/cluster.ts';
import { RunningBooks, serveBooks } from './running-books.ts';

const SCRAPE_INTERVAL = '2s';

/** What of a run is watched. */
export interface WatchedRun {
  readonly cluster: Pick<Cluster, 'port' | 'token'>;
  readonly store: Pick<VersionedStore, 'get'>;
  /** Units by key, before the first request. */
  readonly inventory: ReadonlyMap<string, number>;
  /** Whether some of its workers are a canary. */
  readonly canary: boolean;
}

/** Must be told of every attempt; empty where there is no monitoring. */
export interface Watch {
  readonly watch?: (rows: readonly AttemptRow[]) => void;
}

/**
 * While it works, serves the books of a run beside the metrics of its service, and has a file that is a configuration
 * with which Prometheus scrapes both. The file has the secret of the run: it is for its owner alone, and goes in the end.
 * @param configPath without it there is no monitoring
 * @throws Error if the file cannot be written
 */
export async function withWatch<T>(
  configPath: string | undefined,
  { cluster, store, inventory, canary }: WatchedRun,
  work: (watch: Watch) => Promise<T>,
): Promise<T> {
  if (configPath === undefined) return work({});
  const books = new RunningBooks(store, inventory, canary);
  const server = await serveBooks(cluster.token, books);
  try {
    rmSync(configPath, { force: true });
    writeText(configPath, scrapeConfig(cluster.token, [cluster.port, server.port]), 0o600);
    return await work({ watch: books.record.bind(books) });
  } finally {
    rmSync(configPath, { force: true });
    await server.close();
  }
}

/** A configuration of Prometheus; it reads YAML, and JSON is YAML. */
function scrapeConfig(token: string, ports: readonly number[]): string {
  const config = {
    global: {
      scrape_interval: SCRAPE_INTERVAL,
      scrape_timeout: SCRAPE_INTERVAL,
      evaluation_interval: SCRAPE_INTERVAL,
    },
    rule_files: ['alerts.rules.yml'],
    scrape_configs: [
      {
        job_name: 'race-trace',
        authorization: { type: 'Bearer', credentials: token },
        static_configs: [{ targets: ports.map((port) => `127.0.0.1:${port}`) }],
      },
    ],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
