import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { codeOf, messageOf } from '../../core/words/errors.ts';
import type { Call } from '../../ingest/config/requests.ts';

/** Of an answer's body as much is kept as a sentence may quote. */
const KEPT = 2000;

/** What a request came to. */
export interface Answer {
  /** The statuses of its calls in their order, such as `201` or `200+409`; `no answer` where a connection was lost. */
  readonly code: string;
  /** Of the last call; undefined where it had no answer. */
  readonly status: number | undefined;
  /** The beginning of the last answer's body. */
  readonly body: string;
  /** Why there was no answer. */
  readonly error: string | undefined;
}

/** Sends the calls of a request one after the other, up to one that has no answer. Never rejects. */
export async function sendRequest(
  calls: readonly Call[],
  traceparent: string,
  signal: AbortSignal,
): Promise<Answer> {
  const codes: string[] = [];
  let last: Answer = { code: '', status: undefined, body: '', error: undefined };
  for (const call of calls) {
    last = await send(call, traceparent, signal);
    codes.push(last.code);
    if (last.status === undefined) break;
  }
  return { ...last, code: codes.join('+') };
}

/** On a connection of its own: one that is kept would make a service of one thread wait for its next request. */
function send(
  { url, method, headers, body }: Call,
  traceparent: string,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve) => {
    const lost = (error: unknown) => {
      const why = codeOf(error) ?? messageOf(error);
      resolve({ code: 'no answer', status: undefined, body: '', error: why });
    };
    const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = {
      method,
      agent: false as const,
      signal,
      headers: { traceparent, ...headers, ...length },
    };
    const sender = url.startsWith('https:') ? httpsRequest : httpRequest;
    const sent = sender(url, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        if (text.length < KEPT) text += chunk;
      });
      answer.on('end', () => {
        const { statusCode: status } = answer;
        resolve({ code: String(status), status, body: text.slice(0, KEPT), error: undefined });
      });
      answer.on('error', lost);
    });
    sent.on('error', lost);
    sent.end(body);
  });
}
