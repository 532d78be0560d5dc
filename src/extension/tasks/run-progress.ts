import * as v from 'valibot';

/** Names the file in which a run of the command line tells how far it is; the same name stands in its `main.ts`. */
export const PROGRESS_FILE = 'RACE_TRACE_PROGRESS_FILE';

/** Text for a status bar: `$(…)` would be an icon, so only what figures and names need. */
const plain = v.pipe(v.string(), v.maxLength(200), v.regex(/^[\p{L}\p{N} .,:/%·+-]*$/u));
const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const schema = v.object({ label: plain, done: count, total: count, note: plain });

/** How far a run is: what it does, how much of how much, and its figures. */
export type RunProgress = v.InferOutput<typeof schema>;

/** Reads what a run has told; undefined while it is written, and for whatever else does not fit. */
export function parseProgress(text: string): RunProgress | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** The progress in one line, e.g. `load unsafe 34 %  900/s  p99 41.0 ms  conflicts 12  mismatch 7`. */
export function progressLine({ label, done, total, note }: RunProgress): string {
  const percent = total > 0 ? [`${Math.floor(100 * Math.min(1, done / total))} %`] : [];
  return [[label, ...percent].join(' '), ...(note === '' ? [] : [note])].join('  ');
}
