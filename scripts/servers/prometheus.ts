import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../host/port.ts';
import { findServer } from './programs.ts';
import { dataFolder, endServer, startServer, type Server } from './server-process.ts';

/** Path of `promtool`, which checks rules and runs their tests; Debian's Prometheus brings it. */
export function findPromtool(): Promise<string> {
  return findServer({ name: 'promtool', debian: 'prometheus', program: 'promtool' });
}

/** Starts Debian's Prometheus with this configuration; its URL is that of its web interface and its API. */
export async function startPrometheus(config: string): Promise<Server> {
  const program = await findServer({ name: 'Prometheus', debian: 'prometheus', program: 'prometheus' });
  const data = dataFolder('prometheus');
  try {
    const port = await freePort();
    const configFile = join(data.path, 'prometheus.yml');
    writeFileSync(configFile, config, { mode: 0o600 });
    const url = `http://127.0.0.1:${port}`;
    const child = await startServer({
      name: 'Prometheus',
      program,
      args: [
        `--config.file=${configFile}`,
        `--storage.tsdb.path=${join(data.path, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      deathSignal: 'KILL',
      ready: async () => {
        const { ok } = await fetch(`${url}/-/ready`, { signal: AbortSignal.timeout(2000) });
        if (!ok) throw new Error('not ready');
      },
    });
    return {
      url,
      stop: async () => {
        await endServer(child, 'SIGKILL');
        data.remove();
      },
    };
  } catch (error) {
    data.remove();
    throw error;
  }
}
