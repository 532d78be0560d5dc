/** A trace that travels with the extension. */
export interface SampleTrace {
  /** Its file in `sample-traces`. */
  readonly file: string;
  /** What there is to see in it, in a line. */
  readonly see: string;
}

/** The sample traces in the order in which they explain each other; a test holds the list and the folder together. */
export const SAMPLE_TRACES: readonly SampleTrace[] = [
  {
    file: 'two-client-unsafe.trace.csv',
    see: 'Begin here: two clients sell the same seat; the stale write, and its line',
  },
  {
    file: 'two-client-conditional.trace.csv',
    see: 'The same order on the corrected service: the second write is refused',
  },
  {
    file: 'retry-duplication.trace.csv',
    see: 'A request that is sent again gets a second unit, although no write is stale',
  },
  {
    file: 'idempotent-replay.trace.ndjson',
    see: 'The same retry where requests are known: the answer is repeated, one unit sold',
  },
  {
    file: 'timeout-decides.trace.csv',
    see: 'Two unanswered writes: a later read proves one, the other stays unknown',
  },
  {
    file: 'either-was-stale.trace.csv',
    see: 'Two unanswered writes of which one was applied: whichever it was, it was stale',
  },
  {
    file: 'orders-and-releases.trace.csv',
    see: 'Orders of several tickets, and a release that undoes one of them',
  },
  {
    file: 'etags.trace.ndjson',
    see: 'Versions that are no numbers and come back: one stale write of three on one ETag',
  },
  {
    file: 'no-versions.trace.ndjson',
    see: 'A log without versions: two orders that took from the same units',
  },
  {
    file: 'hot-key-10k.trace.csv.gz',
    see: 'Load on one key: stale writes of two outdated workers among 10,000 attempts',
  },
];
