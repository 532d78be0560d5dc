import { contentDigest, rowDigests } from '../../ingest/row-digest.ts';
import type { Certificate } from '../../ingest/run-files/certificate.ts';
import { closeKey, closeTotal } from './key-books.ts';
import { KeyWalk } from './key-walk.ts';
import { TraceRows } from './trace-rows.ts';
import type { VerifiedTrace } from './trace-rows.ts';
import { verdictOf } from './verdict.ts';
import { NONE } from '../../core/words/codes.ts';

/**
 * What of a trace's certificate is not so, in printable sentences; none if everything fits. It shares only the reader with
 * the checker. `digests` are those of the rows, where they are known already.
 */
export function refusalsOf(
  of: VerifiedTrace,
  certificate: Certificate,
  digests: readonly string[] = rowDigests(of.history),
): readonly string[] {
  const trace = new TraceRows(of);
  const { rows, keys, replays, ledger, verdict } = certificate;
  const tags = digests.map((digest) => digest.slice(0, 4)).join('');
  if (contentDigest(of.history, of.reading, digests) !== rows.sha256 || rows.tags !== tags) {
    const first = digests.findIndex((digest, row) => !rows.tags.startsWith(digest.slice(0, 4), 4 * row));
    trace.refuse(first, 'from here on the rows are not the certified ones');
  }
  refuseKeys(trace, certificate);
  const isSequential =
    of.facts?.versionScheme === undefined ? counts(trace, keys) : of.facts.versionScheme === 'sequential';
  const shared = { trace, isSequential, confirmed: new Set<number>() };
  const walks = keys.map((key) => [key, new KeyWalk(shared, key)] as const);
  const closed = walks.map(([key, walk]) => closeKey(trace, walk, key));
  const repeated = new Set(closed.flatMap((key) => key.replays));
  for (const line of replays) if (!repeated.has(line)) trace.refuse(trace.at(line), 'it repeats nothing');
  const certified = new Set(replays);
  for (const line of repeated)
    if (!certified.has(line)) trace.refuse(trace.at(line), 'nothing accounts for this success');
  if (certified.size < replays.length) trace.reasons.push('a repeated answer is certified twice');
  closeTotal(trace, closed, ledger);
  if (trace.reasons.length > 0) return trace.reasons;
  const derived = verdictOf(trace, closed, isSequential);
  if (derived.verdict === verdict) return [];
  return [`the verdict is certified as ${verdict}, but it is ${derived.verdict}: ${derived.because}`];
}

/** The keys that have rows or changed, in the order in which the trace names them. */
function refuseKeys(trace: TraceRows, { keys }: Certificate): void {
  const { history, facts, byKey } = trace;
  const names = history.strings.filter((name) => {
    const [before, after] = [facts?.initial?.get(name), facts?.remaining?.get(name)];
    const changed =
      before !== undefined &&
      after !== undefined &&
      (before.value !== after.value || before.version !== after.version);
    return byKey.has(name) || changed;
  });
  const at = names.findIndex((name, index) => keys[index]?.key !== name);
  if (at >= 0) trace.refuseKey(names[at]!, 'it is not certified in its place');
  else if (keys.length > names.length)
    trace.refuseKey(keys[names.length]!.key, 'it is certified, and the trace does not have it');
}

/** Whether the versions can be consecutive: no write that was based on the newest one made any but the next. */
function counts(trace: TraceRows, keys: Certificate['keys']): boolean {
  return keys.every(({ initial, steps }) => {
    let newest = trace.cell(initial);
    return steps.every(([, base, made, kind]) => {
      if (kind === 'untraced' || kind === 'applied' || kind === 'settled') return true;
      const [from, to] = [trace.cell(base), trace.cell(made)];
      const jumps = from !== NONE && from < to && from >= newest && to !== from + 1;
      newest = Math.max(newest, to);
      return !jumps;
    });
  });
}
