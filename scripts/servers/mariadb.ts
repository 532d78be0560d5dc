import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../host/port.ts';
import { findServer } from './programs.ts';
import { dataFolder, endServer, startServer, type Server } from './server-process.ts';

/** Starts Debian's MariaDB, which lets everybody of this machine in. Its URL is one that no driver of the project knows. */
export async function startMariaDb(): Promise<Server & { readonly port: number }> {
  const client = await findServer({
    name: 'the client of MariaDB',
    debian: 'mariadb-client-core',
    program: 'mariadb',
  });
  const program = await findServer({
    name: 'MariaDB',
    debian: 'mariadb-server-core',
    program: 'mariadbd',
    elsewhere: ['/usr/sbin/mariadbd'],
  });
  const data = dataFolder('mariadb');
  const port = await freePort();
  const child = await startServer({
    name: 'MariaDB',
    program,
    args: [
      '--no-defaults',
      `--user=${process.getuid?.() === 0 ? 'root' : (process.env.USER ?? '')}`,
      `--datadir=${data.path}`,
      `--socket=${join(data.path, 'socket')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      // Without tables of accounts, which need not be made then.
      '--skip-grant-tables',
      '--innodb-flush-log-at-trx-commit=0',
    ],
    deathSignal: 'KILL',
    ready: () => {
      const { status, stderr } = spawnSync(
        client,
        ['--no-defaults', '--host=127.0.0.1', `--port=${port}`, '--execute=select 1'],
        { encoding: 'utf8' },
      );
      return status === 0 ? Promise.resolve() : Promise.reject(new Error(stderr));
    },
  });
  return {
    url: `mysql://root@127.0.0.1:${port}/`,
    port,
    stop: async () => {
      await endServer(child, 'SIGKILL');
      data.remove();
    },
  };
}
