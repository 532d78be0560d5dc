import { connect } from 'node:net';
import { freePort } from '../host/port.ts';
import { findServer } from './programs.ts';
import { dataFolder, endServer, startServer, type Server } from './server-process.ts';

/** Starts Debian's Redis, without persistence. */
export async function startRedis(): Promise<Server> {
  const program = await findServer({ name: 'Redis', debian: 'redis-server', program: 'redis-server' });
  const data = dataFolder('redis');
  const port = await freePort();
  const child = await startServer({
    name: 'Redis',
    program,
    args: `--port ${port} --bind 127.0.0.1 --dir ${data.path} --save  --appendonly no`.split(' '),
    deathSignal: 'KILL',
    ready: () => ping(port),
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      await endServer(child, 'SIGKILL');
      data.remove();
    },
  };
}

/** Resolves if Redis answers on the port. */
function ping(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      if (answer.toString() === '+PONG\r\n') resolve();
      else reject(new Error(answer.toString()));
    });
    socket.write('PING\r\n');
  });
}
