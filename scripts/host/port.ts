import { createServer } from 'node:net';

/**
 * Ports below those that systems give to outgoing connections by themselves: between this look and the start of the server that
 * gets the port, no connection of another suite takes it.
 */
const [FIRST, LAST] = [20_000, 32_000] as const;

/** A port of 127.0.0.1 that is free now: the wanted one if possible, else any. */
export async function freePort(wanted = anyPort()): Promise<number> {
  for (let port = wanted; ; port = anyPort()) if (await isFree(port)) return port;
}

function anyPort(): number {
  return FIRST + Math.floor(Math.random() * (LAST - FIRST));
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') return false;
    throw error;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
