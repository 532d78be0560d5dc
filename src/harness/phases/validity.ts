import type { Sending } from '../load/generator.ts';
import type { Tally } from '../load/tally.ts';

/** A tenth of the latency that is judged, 150 ms: beyond it the generator's own delay would be taken for the service's. */
const LAG_LIMIT_MS = 15;
/** How much of what was offered may be missing from what was sent. */
const UNSENT_LIMIT = 0.005;

/** Why a run proves nothing, in whole sentences; empty if it can be trusted. */
export function invalidBecause(sending: Sending, tally: Tally, commits: number): readonly string[] {
  const { offered, sent, lagMs } = sending;
  const { results, replays } = tally;
  const ended = Object.values(results).reduce((sum, count) => sum + count, 0);
  const written = results.success - replays;
  const reasons: string[] = [];
  if (sent < offered * (1 - UNSENT_LIMIT)) reasons.push(`${sent} of ${offered} requests were sent.`);
  if (lagMs.p99 > LAG_LIMIT_MS)
    reasons.push(
      `The generator was the bottleneck: 1 % of the requests were sent more than ${lagMs.p99.toFixed(1)} ms late ` +
        `(limit ${LAG_LIMIT_MS} ms).`,
    );
  if (tally.concluded !== sent)
    reasons.push(`${sent} requests were sent and ${tally.concluded} have an outcome.`);
  if (tally.started !== ended)
    reasons.push(`${tally.started} attempts were started and ${ended} have an outcome.`);
  if (commits < written || commits > written + results.timeout)
    reasons.push(
      `The store took ${commits} writes; ${written} were confirmed and of ${results.timeout} the outcome is unknown.`,
    );
  return reasons;
}
