import { withoutBrackets } from '../../core/words/loopback.ts';
import { connect } from 'node:net';
import { codeOf, messageOf } from '../../core/words/errors.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { clipped } from '../../core/words/printable.ts';

/** Opens a connection to the server of a URL and closes it. @throws Error, with a sentence, if none comes about */
export async function assertReachable(url: string, signal: AbortSignal): Promise<void> {
  const { protocol, hostname, port } = new URL(url);
  const host = withoutBrackets(hostname);
  const socket = connect({ host, port: Number(port || (protocol === 'https:' ? 443 : 80)), signal });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
  } catch (error) {
    const why = signal.aborted ? 'no answer in time' : (codeOf(error) ?? messageOf(error));
    throw new Error(
      `the service cannot be reached at ${clipped(withoutPasswords(url), 200)}: ${why}; is it started?`,
      { cause: error },
    );
  } finally {
    socket.destroy();
  }
}
