import { sendAtOnce } from '../../explore/at-once/send-at-once.ts';
import { sendCall, type CallOutcome } from '../../explore/at-once/held-call.ts';
import type { Hold } from '../../explore/at-once/held-socket.ts';
import type { RoundRequest } from '../../explore/at-once/round.ts';
import { filledCall, filledText, type Filling, type RequestTemplate } from '../../ingest/config/requests.ts';
import { resultOfAnswer } from '../../ingest/config/result-of-answer.ts';
import type { DrivePlan } from './plan.ts';

/** Where a round stands: its number, and an id of the run, so that no request of another run has the same. */
export interface RoundPlace {
  readonly run: string;
  readonly number: number;
}

/** What stands for the placeholders of a request. */
export function fillingOf(
  { name, key = '' }: RequestTemplate,
  { run, number }: RoundPlace,
): Filling & { readonly id: string; readonly key: string } {
  const filling = { id: `${run}-${number}-${name}`, round: String(number) };
  return { ...filling, key: filledText(key, filling) };
}

/**
 * Sends requests: of each all calls but the last, one after the other; then the last calls of all at once.
 * @throws NotConnectedError if the service cannot be reached
 */
export async function sendRound(
  requests: readonly RequestTemplate[],
  place: RoundPlace,
  { results, holdMs }: Pick<DrivePlan, 'results' | 'holdMs'>,
  hold: Hold,
  signal: AbortSignal,
): Promise<readonly RoundRequest[]> {
  const filled = requests.map((request) => {
    const filling = fillingOf(request, place);
    return { request, filling, calls: request.calls.map((call) => filledCall(call, filling)) };
  });
  for (const { calls } of filled) for (const call of calls.slice(0, -1)) await sendCall(call, signal);
  const { calls, releasedMs } = await sendAtOnce(
    filled.map((each) => each.calls.at(-1)!),
    { hold, holdMs, signal },
  );
  return calls.map(({ outcome, isEarly }, at) => {
    const { request, filling } = filled[at]!;
    return {
      name: request.name,
      requestId: filling.id,
      key: filling.key,
      units: request.units,
      status: outcome.answer?.status,
      failure: outcome.failure,
      bodyStart: outcome.answer?.body.slice(0, 200),
      result: resultOf(outcome, results),
      isEarly,
      latencyMs: Math.max(0, outcome.endMs - releasedMs),
    };
  });
}

function resultOf({ answer }: CallOutcome, results: DrivePlan['results']) {
  return answer === undefined ? 'timeout' : resultOfAnswer(results, answer.status, answer.body);
}
