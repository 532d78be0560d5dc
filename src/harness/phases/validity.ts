import { latenessCause, type VersionScheme } from '../../core/index.ts';
import type { Sending } from '../load/generator.ts';
import type { Counters } from '../load/counters.ts';
import { GENERATOR, type RunUse } from '../monitor/run-use.ts';
import type { Stored } from '../store/versioned-store.ts';

/** A tenth of the latency that is judged: beyond it the generator's own delay would be taken for the service's. */
const LAG_LIMIT_MS = 15;
/** While workers are killed and started the latency is not judged; requests must only be open arrivals still. */
const LAG_LIMIT_UNDER_FAULTS_MS = 150;
/** The latency that is judged. Of more than one request in a thousand it must not be the generator's own delay. */
const JUDGED_MS = 150;
/** How much of what was offered may be missing from what was sent. */
const UNSENT_LIMIT = 0.005;

/** What the store itself says of a run. */
export interface StoreBooks {
  readonly initial: Readonly<Record<string, Stored>>;
  readonly remaining: Readonly<Record<string, Stored>>;
  /** Writes that took effect. */
  readonly commits: number;
  readonly versionScheme: VersionScheme;
}

/**
 * Why a run proves nothing, in whole sentences; empty if it can be trusted.
 * @param books undefined if the store could not be asked, which is said elsewhere
 * @param options.use what says why requests were late, if they were
 */
export function invalidBecause(
  sending: Sending,
  counters: Counters,
  books: StoreBooks | undefined,
  { underFaults = false, use }: { readonly underFaults?: boolean; readonly use?: RunUse } = {},
): readonly string[] {
  const { offered, sent, unsent, lagMs } = sending;
  const lagLimitMs = underFaults ? LAG_LIMIT_UNDER_FAULTS_MS : LAG_LIMIT_MS;
  const ended = Object.values(counters.results).reduce((sum, count) => sum + count, 0);
  const reasons: string[] = [];
  if (sent < offered * (1 - UNSENT_LIMIT))
    reasons.push(
      `${sent} of ${offered} requests were sent${unsent === 0 ? '' : `; for ${unsent} there was no connection`}.`,
    );
  const late =
    lagMs.p99 > lagLimitMs
      ? `1 % of them by more than ${lagMs.p99.toFixed(1)} ms (limit ${lagLimitMs} ms)`
      : lagMs.p999 > JUDGED_MS && !underFaults
        ? `one in a thousand by more than ${lagMs.p999.toFixed(1)} ms (limit ${JUDGED_MS} ms)`
        : undefined;
  if (late !== undefined)
    reasons.push(
      `Requests were sent late: ${late}. ${latenessCause(
        use?.machine,
        use?.processes.find(({ id }) => id === GENERATOR),
        sending.eventLoopMs.max,
      )}`,
    );
  if (counters.concluded !== sent)
    reasons.push(`${sent} requests were sent and ${counters.concluded} have an outcome.`);
  if (counters.started !== ended)
    reasons.push(`${counters.started} attempts were started and ${ended} have an outcome.`);
  return books === undefined ? reasons : [...reasons, ...unbalanced(counters, books)];
}

/**
 * Where the answers and the store disagree: a confirmation that the store knows nothing of, or a write that no client was
 * told of and that no attempt of unknown outcome can have made; in all, and on each key where versions count writes.
 */
function unbalanced(
  counters: Counters,
  { initial, remaining, commits, versionScheme }: StoreBooks,
): readonly string[] {
  const { confirmed, results } = counters;
  const reasons: string[] = [];
  if (commits < confirmed || commits > confirmed + results.timeout)
    reasons.push(
      `The store took ${commits} writes; ${confirmed} were confirmed and of ${results.timeout} the outcome is unknown.`,
    );
  if (versionScheme === 'monotonic') return reasons;
  const wrong = Object.entries(remaining).filter(([key, { version }]) => {
    const writes = version - (initial[key]?.version ?? version);
    const { confirmed, timeouts } = counters.keys.get(key) ?? { confirmed: 0, timeouts: 0 };
    return writes < confirmed || writes > confirmed + timeouts;
  });
  if (wrong.length > 0)
    reasons.push(
      `On ${wrong.length} of ${Object.keys(remaining).length} keys the store took other writes than were confirmed or may have been made.`,
    );
  return reasons;
}
