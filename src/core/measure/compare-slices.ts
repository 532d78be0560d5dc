import { endOf, startOf } from '../history/attempt-times.ts';
import { NONE, RESULT } from '../history/history.ts';
import type { History } from '../history/history.ts';

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
  for (let request = 0; request < size; request++) {
    const latency = (end[request]! - due[request]!) / 1000;
    columns.latencyMs[request] = latency >= 0 ? latency : NaN;
    columns.conflict[request] = Number(history.result[last[request]!] === RESULT.conflict);
    columns.failed[request] = Number(wasNotServed(history, last[request]!));
  }
  return columns;
}

function wasNotServed({ result, workerId, columns }: History, row: number): boolean {
  if (result[row] === RESULT.timeout) return true;
  return result[row] === RESULT.rejected && columns.has('worker_id') && workerId[row] === NONE;
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
  /** The first bin that is kept, and how many are. */
  readonly firstBin: number;
  readonly bins: number;
  /** Slice after slice, each with `bins` counts. */
  readonly latencies: Uint32Array;
}

/** Cuts the requests into `count` slices of `sliceUs` by when they were due. */
export function sliced(requests: RequestColumns, sliceUs: number, count: number): Slices {
  const { dueUs, latencyMs, attempts, conflict, failed } = requests;
  const origin = dueUs.reduce((least, due) => Math.min(least, due), Infinity);
  const bin = Int32Array.from(latencyMs, (latency) => (Number.isNaN(latency) ? NONE : binOf(latency)));
  let [firstBin, lastBin] = [Infinity, 0];
  for (const each of bin) {
    if (each === NONE) continue;
    firstBin = Math.min(firstBin, each);
    lastBin = Math.max(lastBin, each);
  }
  const bins = firstBin <= lastBin ? lastBin - firstBin + 1 : 0;
  const column = () => new Float64Array(count);
  const slices = {
    count,
    requests: column(),
    conflicts: column(),
    failures: column(),
    attempts: column(),
    firstBin,
    bins,
    latencies: new Uint32Array(count * bins),
  };
  for (let request = 0; request < dueUs.length; request++) {
    // What was due after the last whole slice belongs to it: a slice of a few requests would weigh as much as a full one.
    const slice = Math.min(count - 1, Math.floor((dueUs[request]! - origin) / sliceUs));
    slices.requests[slice]!++;
    slices.attempts[slice]! += attempts[request]!;
    slices.conflicts[slice]! += conflict[request]!;
    slices.failures[slice]! += failed[request]!;
    if (bin[request] !== NONE) slices.latencies[slice * bins + bin[request]! - firstBin]!++;
  }
  return slices;
}
