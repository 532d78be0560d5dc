import type { JsonRecord } from '../../json-value.ts';
import type { ReadsName } from '../../source-format.ts';
import { attemptRow, isAttempt } from './attempt-row.ts';
import { spanKey } from './span.ts';
import type { Span } from './span.ts';
import { databaseStep } from './statement.ts';

/** Spans that are kept for an attempt above them that has not come yet; beyond that the oldest are forgotten. */
const MOST_KEPT = 100_000;
/** Spans that are shown of a file without an attempt, for their attributes. */
const MOST_SHOWN = 20;

/**
 * Makes rows of spans. A span ends after the spans below it and is written after them, so those that come before an attempt are
 * kept for it; what is written in a record after that of the attempt comes too late for its row.
 */
export class SpanAttempts {
  readonly #reads: ReadsName;
  /** Spans that are no attempts, by the span above them. */
  readonly #below = new Map<string, Span[]>();
  #kept = 0;
  /** The first spans that are no calls of a database; undefined once there is an attempt. */
  #shown: Span[] | undefined = [];

  constructor(reads: ReadsName) {
    this.#reads = reads;
  }

  /** The rows of the attempts among spans that were written together. */
  rows(spans: readonly Span[]): readonly JsonRecord[] {
    const attempts = spans.filter((span) => isAttempt(span, this.#reads));
    if (attempts.length > 0) this.#shown = undefined;
    else this.#show(spans);
    const isOne = new Set(attempts);
    for (const span of spans) if (!isOne.has(span)) this.#keep(span);
    return attempts.map((span) => attemptRow(span, this.#take(span)));
  }

  /** What is shown of a file without an attempt, so that the reader can say which attributes there are. */
  end(): readonly JsonRecord[] {
    return (this.#shown ?? []).map((span) => attemptRow(span, []));
  }

  #show(spans: readonly Span[]): void {
    for (const span of spans)
      if (
        this.#shown !== undefined &&
        this.#shown.length < MOST_SHOWN &&
        databaseStep(span.attributes) === undefined
      )
        this.#shown.push(span);
  }

  #keep(span: Span): void {
    if (span.parentId === '') return;
    const parent = spanKey(span, span.parentId);
    const beside = this.#below.get(parent);
    if (beside === undefined) this.#below.set(parent, [span]);
    else beside.push(span);
    this.#kept++;
    for (const [oldest, spans] of this.#below) {
      if (this.#kept <= MOST_KEPT) break;
      this.#below.delete(oldest);
      this.#kept -= spans.length;
    }
  }

  /** All spans below one, which are not kept any longer. */
  #take(top: Span): readonly Span[] {
    const taken: Span[] = [];
    const open = [top];
    for (let span = open.pop(); span !== undefined; span = open.pop()) {
      const key = spanKey(span, span.id);
      const below = this.#below.get(key) ?? [];
      this.#below.delete(key);
      this.#kept -= below.length;
      taken.push(...below);
      open.push(...below);
    }
    return taken;
  }
}
