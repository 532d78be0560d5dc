import { deliver, type Client, type ClientOptions, type Reply } from '../load/client.ts';
import type { ReservationRequest } from '../service/attempt.ts';
import type { FaultName } from './faults.ts';
import { openAt, strikes, type FaultWindow } from './windows.ts';

/** A client that has heard nothing asks again after this long. */
const ASK_AGAIN_MS = 100;
/** How often it asks at most, the first time included. */
const MOST_DELIVERIES = 4;

export interface FaultyClientOptions extends ClientOptions {
  readonly seed: number;
  readonly windows: readonly FaultWindow[];
  /** Called for every fault that strikes a delivery. */
  readonly struck: (fault: FaultName) => void;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * A client on a network that fails: requests are delivered twice, answers are lost. It asks again, with the same request
 * id, until it has an answer that says what became of the request, or has asked often enough.
 */
export function faultyClient(options: FaultyClientOptions): Client {
  const { seed, windows, struck, sleep, clock, deadline } = options;
  return async (request) => {
    const replies: Reply[] = [];
    for (let before = 0; ; before++) {
      const window = openAt(windows, request.dueUs);
      const strike = (fault: FaultName) => {
        const hit = strikes(window, fault, { seed, requestId: request.id, before });
        if (hit) struck(fault);
        return hit;
      };
      const asked = { ...request, ...(before > 0 && again(replies, clock())) };
      const sending = [deliver(asked, options)];
      if (strike('duplicate-delivery')) sending.push(deliver(asked, options));
      // What a lost answer said is what the service did, and is recorded; but this client does not hear of it.
      const lost = strike('lost-answer');
      const heard = await Promise.all(sending);
      replies.push(...heard);
      const knows = !lost && heard.some(({ result }) => result !== 'timeout');
      if (knows || before + 1 === MOST_DELIVERIES || deadline.over) return heardLast(replies, heard);
      await sleep(ASK_AGAIN_MS);
    }
  };
}

/** What is different when a request is asked for again: it is due now, and attempts have been made for it. */
function again(
  replies: readonly Reply[],
  nowUs: number,
): Pick<ReservationRequest, 'dueUs' | 'sentUs' | 'attemptsBefore'> {
  const attempts = replies.map(({ attempts, attemptsBefore }) => {
    const last = attempts.at(-1);
    return last === undefined ? attemptsBefore : last.retryCount + 1;
  });
  return { dueUs: nowUs, sentUs: nowUs, attemptsBefore: Math.max(...attempts) };
}

/** Of several answers that arrive at once a client goes by the first that says what became of its request. */
function heardLast(replies: readonly Reply[], heard: readonly Reply[]): readonly Reply[] {
  const known = heard.filter(({ result }) => result !== 'timeout');
  const first = (known.length > 0 ? known : heard).reduce((a, b) => (endOf(b) < endOf(a) ? b : a));
  return [...replies.filter((reply) => reply !== first), first];
}

function endOf({ attempts }: Reply): number {
  return attempts.at(-1)?.endUs ?? 0;
}
