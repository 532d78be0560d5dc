import { Agent, request } from 'node:http';
import { answerWithin } from '../answer-within.ts';
import { StoreTimeoutError } from '../versioned-store.ts';

/** etcd's answers to a call that it did not carry out, by gRPC's codes; any other failure leaves that open. */
const REFUSALS: ReadonlySet<unknown> = new Set([3, 5, 6, 7, 8, 9, 11, 12, 16]);
/** What a socket says that never was connected. */
const NEVER_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
]);

/** A call of etcd's JSON gateway: a path below `/v3/`, and whether it may be made twice. */
interface EtcdCall {
  readonly path: 'kv/range' | 'kv/txn' | 'kv/deleterange';
  readonly body: object;
  readonly repeatable: boolean;
}

/** The members of one cluster, of which any serves any call. */
export interface EtcdGateway {
  /**
   * etcd's answer, from the member that answered last, or the next ones if that is gone.
   * @throws StoreTimeoutError if the call may have been carried out; any other error if it was not
   */
  call(call: EtcdCall): Promise<unknown>;
  close(): void;
}

/**
 * Speaks to etcd through the JSON gateway that every member has at its client address.
 * @param endpoints each as `host:port`
 */
export function etcdGateway(endpoints: readonly string[], timeoutMs: number): EtcdGateway {
  const agent = new Agent({ keepAlive: true });
  let current = 0;

  /** Asks one member after the other until one answers, or a call that must not be made twice may have been made. */
  async function askMembers({ path, body, repeatable }: EtcdCall, signal: AbortSignal): Promise<unknown> {
    let failure: unknown;
    for (let left = endpoints.length; left > 0; left--) {
      const endpoint = endpoints[current]!;
      try {
        return await post(agent, `http://${endpoint}/v3/${path}`, JSON.stringify(body), signal);
      } catch (error) {
        if (error instanceof EtcdRefusal) throw error;
        // The cluster is down only if every member refuses the connection.
        if (failure === undefined || neverSent(failure)) failure = error;
        if (endpoints[current] === endpoint) current = (current + 1) % endpoints.length;
        if (!repeatable && !neverSent(error)) break;
      }
    }
    const message = `no member of etcd answered: ${(failure as Error).message}`;
    if (neverSent(failure)) throw new Error(message, { cause: failure });
    throw new StoreTimeoutError(message, { cause: failure });
  }

  return {
    call: async (call) => {
      const given = new AbortController();
      try {
        return await answerWithin(timeoutMs, askMembers(call, given.signal));
      } finally {
        given.abort();
      }
    },
    close: () => {
      agent.destroy();
    },
  };
}

/** etcd understood the call and did not carry it out. */
class EtcdRefusal extends Error {
  override readonly name = 'EtcdRefusal';
}

function neverSent(error: unknown): boolean {
  return NEVER_SENT.has((error as NodeJS.ErrnoException).code);
}

/** One exchange with one member: the answer as JSON; rejects on anything but success. */
function post(agent: Agent, url: string, body: string, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method: 'POST', signal }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        try {
          const answer: unknown = JSON.parse(text);
          if (response.statusCode === 200) resolve(answer);
          else reject(failureOf(answer));
        } catch (error) {
          reject(new Error(`etcd answered ${response.statusCode} with no JSON`, { cause: error }));
        }
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function failureOf(answer: unknown): Error {
  const { code, message } = answer as { code?: unknown; message?: string };
  return REFUSALS.has(code) ? new EtcdRefusal(message) : new Error(message);
}
