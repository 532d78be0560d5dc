import { contentDigest, rowDigests } from '../../ingest/row-digest.ts';
import type { Certificate } from '../../ingest/run-files/certificate.ts';
import { refuseTotal } from './ledger-total.ts';
import { TraceRows } from './trace-rows.ts';
import type { VerifiedTrace } from './trace-rows.ts';
import { verifyKey } from './verified-key.ts';
import { verdictOf } from './verdict.ts';

/**
 * What of a trace's certificate is not so, in printable sentences; none if everything fits. It shares only the reader with
 * the checker. `digests` are those of the rows, where they are known already.
 */
export function refusalsOf(
  of: VerifiedTrace,
  certificate: Certificate,
  digests: readonly string[] = rowDigests(of.history),
): readonly string[] {
  const trace = new TraceRows(of, digests);
  const { rows, keys, ledger, verdict } = certificate;
  const tags = digests.map((digest) => digest.slice(0, 4)).join('');
  if (contentDigest(of.history, of.reading, digests) !== rows.sha256 || rows.tags !== tags) {
    const first = digests.findIndex((digest, row) => !rows.tags.startsWith(digest.slice(0, 4), 4 * row));
    trace.refuse(first, 'from here on the rows are not the certified ones');
  }
  refuseKeys(trace, certificate);
  const closed = keys.map((key) => verifyKey(trace, key));
  refuseTotal(trace, closed, ledger);
  if (trace.reasons.length > 0) return trace.reasons;
  const derived = verdictOf(trace, closed);
  if (derived.verdicts.includes(verdict)) return [];
  return [
    `the verdict is certified as ${verdict}, but it is ${derived.verdicts.join(' or ')}: ${derived.because}`,
  ];
}

/** The keys that have rows or changed, in the order in which the trace names them. */
function refuseKeys(trace: TraceRows, { keys }: Certificate): void {
  const { history, byKey } = trace;
  const names = [...history.strings].filter((name) => {
    const [before, after] = trace.recordsOf(name);
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
