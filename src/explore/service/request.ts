import { messageOf } from '../../core/words/errors.ts';
import type { Call } from '../../ingest/config/requests.ts';
import { sendCall, type CallOutcome } from '../at-once/held-call.ts';

/** What a request came to. */
export interface Answer {
  /** The statuses of its calls in their order, such as `201` or `200+409`; `no answer` where a connection was lost. */
  readonly code: string;
  /** Of the last call; undefined where it had no answer. */
  readonly status: number | undefined;
  /** Of the last answer, the beginning. */
  readonly body: string;
  /** Why there was no answer. */
  readonly error: string | undefined;
}

const KEPT = 2000;

/**
 * Sends the calls of a request one after the other, up to one that has no answer. Never rejects.
 * @param traceparent a header by which the SQL comments of an instrumented service name the request
 */
export async function sendRequest(
  calls: readonly Call[],
  traceparent: string,
  signal: AbortSignal,
): Promise<Answer> {
  const codes: string[] = [];
  let last: Answer = { code: '', status: undefined, body: '', error: undefined };
  for (const call of calls) {
    last = answerOf(await outcomeOf({ ...call, headers: { traceparent, ...call.headers } }, signal));
    codes.push(last.code);
    if (last.status === undefined) break;
  }
  return { ...last, code: codes.join('+') };
}

function answerOf({ answer, failure }: Pick<CallOutcome, 'answer' | 'failure'>): Answer {
  if (answer === undefined) return { code: 'no answer', status: undefined, body: '', error: failure };
  const { status, body } = answer;
  return { code: String(status), status, body: body.slice(0, KEPT), error: undefined };
}

async function outcomeOf(call: Call, signal: AbortSignal): Promise<Pick<CallOutcome, 'answer' | 'failure'>> {
  try {
    return await sendCall(call, signal);
  } catch (error) {
    return { failure: messageOf(error) };
  }
}
