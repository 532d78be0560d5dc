import { Agent, request } from 'node:http';
import { Agent as SecureAgent, request as requestSecurely } from 'node:https';
import { isLoopback, withoutBrackets } from '../../core/words/loopback.ts';
import type { Call } from '../../ingest/config/requests.ts';
import { headOf, outcomeOf, type CallOutcome } from '../at-once/held-call.ts';

/** What came of a call, and whether it was handed to a connection: one that was not cannot have taken effect. */
type KeptOutcome = CallOutcome & { readonly sent: boolean };

/** Many servers close a connection that has been idle for 5 s; one that is about to be closed is not used any more. */
const IDLE_LIMIT_MS = 3000;

/**
 * Connections to a service that are kept for the next request. There are as many as requests under way, so that none waits for
 * another: a load generator that queues hides the delay that it is there to measure.
 */
export class KeptConnections {
  readonly #agent = new Agent({ keepAlive: true, timeout: IDLE_LIMIT_MS });
  readonly #secureAgent = new SecureAgent({ keepAlive: true, timeout: IDLE_LIMIT_MS });

  /** Sends a call; the signal ends the waiting. Never rejects. A certificate is not checked where the service is this machine. */
  async send(call: Call, signal: AbortSignal): Promise<KeptOutcome> {
    const { protocol, hostname, port } = new URL(call.url);
    const host = withoutBrackets(hostname);
    const isSecure = protocol === 'https:';
    const to = { ...headOf(call), host, ...(port !== '' && { port }) };
    const asked = isSecure
      ? requestSecurely({ ...to, agent: this.#secureAgent, rejectUnauthorized: !isLoopback(host) })
      : request({ ...to, agent: this.#agent });
    let sent = false;
    asked.once('socket', (socket) => {
      const isThere = () => {
        sent = true;
      };
      if (asked.reusedSocket) isThere();
      else socket.once(isSecure ? 'secureConnect' : 'connect', isThere);
    });
    const outcome = outcomeOf(asked, signal);
    asked.end(call.body);
    return { ...(await outcome), sent };
  }

  /** Ends all of them. */
  close(): void {
    this.#agent.destroy();
    this.#secureAgent.destroy();
  }
}
