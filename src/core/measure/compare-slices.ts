import { endOf, startOf } from '../history/attempt-times.ts';
import type { History } from '../history/history.ts';
import { turnedAwayIn } from '../history/turned-away.ts';
import { NONE, RESULT } from '../words/codes.ts';

/** The requests of a run as columns: what a client saw of each, whatever attempts were made for it. */
export interface RequestColumns {
  /** When each was due, in microseconds of the run. */
  readonly dueUs: Float64Array;
  /** From then until its last answer; NaN where the trace does not say. */
  readonly latencyMs: Float64Array;
  readonly attempts: Uint32Array;
  /** 1 where the last answer was `conflict`. */
  readonly conflict: Uint8Array;
  /** 1 where the service gave no answer of its own: the outcome is unknown, or no worker took the request. */
  readonly failed: Uint8Array;
}

/** Gathers a history's attempts by request; attempts without a request id or a time are left out. Linear. */
export function requestsOf(history: History): RequestColumns {
  const index = new Int32Array(history.strings.length).fill(NONE);
  const [due, end] = [new Float64Array(history.size), new Float64Array(history.size)];
  const attempts = new Uint32Array(history.size);
  const last = new Int32Array(history.size);
  let size = 0;
  for (let row = 0; row < history.size; row++) {
    const id = history.requestId[row]!;
    const start = startOf(history, row);
    if (id === NONE || Number.isNaN(start)) continue;
    if (index[id] === NONE) {
      index[id] = size;
      due[size] = Infinity;
      end[size] = -Infinity;
      size++;
    }
    const request = index[id]!;
    attempts[request]!++;
    due[request] = Math.min(due[request]!, start);
    const ended = endOf(history, row);
    if (ended >= end[request]!) {
      end[request] = ended;
      last[request] = row;
    }
  }
  const columns = {
    dueUs: due.slice(0, size),
    latencyMs: new Float64Array(size),
    attempts: attempts.slice(0, size),
    conflict: new Uint8Array(size),
    failed: new Uint8Array(size),
  };
  const turnedAway = turnedAwayIn(history);
  for (let request = 0; request < size; request++) {
    const latency = (end[request]! - due[request]!) / 1000;
    columns.latencyMs[request] = latency >= 0 ? latency : NaN;
    columns.conflict[request] = Number(history.result[last[request]!] === RESULT.conflict);
    columns.failed[request] = Number(
      history.result[last[request]!] === RESULT.timeout || turnedAway(last[request]!),
    );
  }
  return columns;
}

/** Latencies are told apart by this much, relatively. */
const RESOLUTION = 0.005;
const LEAST_MS = 0.001;

/** The bin of a latency on a scale of equal ratios. */
function binOf(latencyMs: number): number {
  return Math.max(0, Math.floor(Math.log(latencyMs / LEAST_MS) / Math.log1p(RESOLUTION)));
}

/** The latency in the middle of a bin, in milliseconds. */
export function latencyOf(bin: number): number {
  return LEAST_MS * (1 + RESOLUTION) ** (bin + 0.5);
}

/** A run cut into slices of time: of each, counts and a histogram of latencies, which is all that resampling needs. */
export interface Slices {
  readonly count: number;
  readonly requests: Float64Array;
  readonly conflicts: Float64Array;
  readonly failures: Float64Array;
  readonly attempts: Float64Array;
  readonly latencies: SliceHistograms;
}

/** A histogram for each slice, of the bins that are not empty: entries `from[i]` up to `from[i + 1]`, exclusive, are slice i's. */
interface SliceHistograms {
  /** The first bin of all, and how many bins there are from there to the last. */
  readonly firstBin: number;
  readonly bins: number;
  readonly from: Uint32Array;
  /** Bin, counted from the first, and how many latencies are in it. */
  readonly bin: Uint32Array;
  readonly number: Uint32Array;
}

/** Cuts the requests into `count` slices of `sliceUs` by when they were due. */
export function sliced(requests: RequestColumns, sliceUs: number, count: number): Slices {
  const { dueUs, latencyMs, attempts, conflict, failed } = requests;
  const origin = dueUs.reduce((least, due) => Math.min(least, due), Infinity);
  // What was due after the last whole slice belongs to it: a slice of a few requests would weigh as much as a full one.
  const sliceOf = Uint32Array.from(dueUs, (due) => Math.min(count - 1, Math.floor((due - origin) / sliceUs)));
  const column = () => new Float64Array(count);
  const slices = { count, requests: column(), conflicts: column(), failures: column(), attempts: column() };
  for (let request = 0; request < dueUs.length; request++) {
    const slice = sliceOf[request]!;
    slices.requests[slice]!++;
    slices.attempts[slice]! += attempts[request]!;
    slices.conflicts[slice]! += conflict[request]!;
    slices.failures[slice]! += failed[request]!;
  }
  return { ...slices, latencies: histograms(latencyMs, sliceOf, count) };
}

function histograms(latencyMs: Float64Array, sliceOf: Uint32Array, count: number): SliceHistograms {
  const binned = Int32Array.from(latencyMs, (latency) => (Number.isNaN(latency) ? NONE : binOf(latency)));
  let [firstBin, lastBin] = [Infinity, -1];
  for (const bin of binned) {
    if (bin === NONE) continue;
    firstBin = Math.min(firstBin, bin);
    lastBin = Math.max(lastBin, bin);
  }
  const bins = Math.max(0, lastBin - firstBin + 1);
  const dense = new Uint32Array(count * bins);
  for (let request = 0; request < binned.length; request++)
    if (binned[request] !== NONE) dense[sliceOf[request]! * bins + binned[request]! - firstBin]!++;
  const entries = dense.reduce((sum, number) => sum + Number(number > 0), 0);
  const [bin, number] = [new Uint32Array(entries), new Uint32Array(entries)];
  const from = new Uint32Array(count + 1);
  let entry = 0;
  for (let cell = 0; cell < dense.length; cell++) {
    if (dense[cell] === 0) continue;
    bin[entry] = cell % bins;
    number[entry++] = dense[cell]!;
    from[Math.floor(cell / bins) + 1] = entry;
  }
  // A slice without any latency ends where the one before it does.
  for (let slice = 1; slice <= count; slice++) from[slice] = Math.max(from[slice]!, from[slice - 1]!);
  return { firstBin, bins, from, bin, number };
}
