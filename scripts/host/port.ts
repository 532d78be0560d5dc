import { createServer, type AddressInfo } from 'node:net';

/** A port of 127.0.0.1 that is free now: the wanted one if possible, else any. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(wanted, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if (wanted === 0) throw error;
    return await freePort();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
