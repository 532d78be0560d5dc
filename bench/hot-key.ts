import { analyze } from '../src/core/check/analyze.ts';
import type { Analysis } from '../src/core/analysis.ts';
import { HistoryBuilder } from '../src/core/history/builder.ts';
import { COLUMNS } from '../src/core/history/history.ts';
import { RESULT } from '../src/core/words/codes.ts';

export interface HotKey {
  readonly attempts: number;
  /** Keys that the attempts are spread over, one after the other. */
  readonly keys: number;
  readonly workers: number;
  /** Every how many writes one is stale; 0 for none. */
  readonly staleEvery: number;
  readonly times: boolean;
}

/**
 * The analysis of a made-up run of a conditional service at 900 attempts a second, of which a few writes slip through
 * stale: every attempt reads the current version, about every third is refused. The same for the same options.
 */
export function hotKey(options: HotKey): Analysis {
  const builder = new HistoryBuilder();
  COLUMNS.filter((column) => options.times || !column.endsWith('_us')).forEach((column) => {
    builder.declare(column);
  });
  const random = numbers(7);
  const versions = new Array<number>(options.keys).fill(1);
  const writes = new Array<number>(options.keys).fill(0);
  for (let i = 0; i < options.attempts; i++) {
    const key = i % options.keys;
    const current = versions[key]!;
    const queue = random() * 10_000;
    const [read, write, end] = [
      queue + 2000,
      queue + 6000 + random() * 9000,
      queue + 16_000 + random() * 5000,
    ];
    const start = Math.round(i * 1111.1 + random() * 500);
    builder.startRow(i + 2);
    builder.text('request_id', `r-${i}`);
    builder.text('inventory_key', `seat-${key}`);
    builder.text('worker_id', `w${1 + Math.floor(random() * options.workers)}@v2`);
    builder.text('client_id', `c${i % 5000}`);
    const written = random() < 0.66;
    const stale =
      written && options.staleEvery > 0 && ++writes[key]! % options.staleEvery === 0 && current > 1;
    builder.version('read_version', stale ? current - 1 : current);
    if (written) builder.version('write_version', (versions[key] = current + 1));
    builder.result(written ? RESULT.success : RESULT.conflict);
    builder.real('latency_ms', end / 1000);
    builder.real('queue_delay_ms', queue / 1000);
    if (options.times) {
      builder.integer('start_us', start);
      builder.integer('read_us', Math.round(start + read));
      if (written) builder.integer('write_us', Math.round(start + write));
      builder.integer('end_us', Math.round(start + end));
    }
    builder.endRow();
  }
  const history = builder.finish([]);
  return analyze(history, undefined, { accepted: history.size, rejected: 0, blank: 0 });
}

/** Numbers from 0 to 1 by a linear congruence: good enough for a load, and the same everywhere. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
