import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { freePort } from '../host/port.ts';
import { findServer } from './programs.ts';
import { dataFolder, endServer, runAs, startServer, type Server } from './server-process.ts';

/**
 * Starts Debian's PostgreSQL with a new cluster, which is reached over loopback alone.
 * @param onPort a free one unless told
 */
export async function startPostgres(onPort?: number): Promise<Server> {
  const program = await findServer({
    name: 'PostgreSQL',
    debian: 'postgresql',
    program: 'postgres',
    elsewhere: ['/usr/lib/postgresql/*/bin/postgres'],
  });
  const tools = dirname(program);
  // PostgreSQL refuses to run as root; its package brings an account for it.
  const user = process.getuid?.() === 0 ? 'postgres' : undefined;
  const data = dataFolder('postgres');
  if (user !== undefined) spawnSync('chown', [user, data.path]);
  try {
    const create = [
      '-D',
      data.path,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ];
    runAs(user, join(tools, 'initdb'), create);
    const port = onPort ?? (await freePort());
    const child = await startServer({
      name: 'PostgreSQL',
      program,
      args: ['-D', data.path, '-p', String(port), '-h', '127.0.0.1', '-k', ''],
      // An immediate shutdown, which takes the server's own children along.
      deathSignal: 'QUIT',
      user,
      ready: () => accepts(join(tools, 'pg_isready'), port),
    });
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      stop: async () => {
        await endServer(child, 'SIGQUIT');
        data.remove();
      },
    };
  } catch (error) {
    data.remove();
    throw error;
  }
}

function accepts(isReady: string, port: number): Promise<void> {
  const { status } = spawnSync(isReady, ['-h', '127.0.0.1', '-p', String(port)]);
  return status === 0 ? Promise.resolve() : Promise.reject(new Error(`pg_isready: ${status}`));
}
