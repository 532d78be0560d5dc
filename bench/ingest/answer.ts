/** What both programs say of a generated trace; equal, or one of them is wrong. */
export interface Answer {
  readonly rows: number;
  readonly conflicts: number;
  readonly keys: number;
  readonly staleWrites: number;
  readonly duplicates: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** What of the JSON answer of `race-trace check` is compared. */
export interface CheckJson {
  readonly verdict: string;
  readonly keys: number;
  readonly rows: { readonly accepted: number };
  readonly counts: Readonly<Record<string, number>>;
  readonly metrics: {
    readonly latency_ms: { readonly p50: number; readonly p99: number; readonly max: number };
    readonly conflict_rate: number;
  };
}

/** The same of `race-trace check`. */
export function answerOf({ keys, rows, counts, metrics }: CheckJson): Answer {
  const { p50, p99, max } = metrics.latency_ms;
  return {
    rows: rows.accepted,
    conflicts: Math.round(metrics.conflict_rate * rows.accepted),
    keys,
    staleWrites: counts['stale-version-write']!,
    duplicates: counts['duplicate-confirmation']!,
    p50,
    p99,
    max,
  };
}
