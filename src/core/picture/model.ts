import type { ArcKind, Axis, LaneBy, RungStatus, Step } from '../words/terms.ts';

/**
 * What the picture is made of: plain data for what is visible now. Times are axis units: microseconds since the
 * first of the trace on the time axis, ranks on the order axis. Text that comes from the trace is already printable.
 */

/** The whole run in at most `density.length` bins of equal width over `[from, to]`. */
export interface Overview {
  readonly from: number;
  readonly to: number;
  /** Attempts begun per bin. */
  readonly density: Float32Array;
  /** 99th percentile of latency per bin, ms; NaN where none. */
  readonly p99Ms: Float32Array;
  /** How bad the worst attempt begun in each bin is: 0 fine, 1 contended, 2 warning, 3 error. Complete even where findings are capped. */
  readonly worst: Uint8Array;
  /** One per finding with a place: never merged away. */
  readonly findingAt: Float64Array;
  readonly findingId: Int32Array;
  /** 0 error, 1 warning, 2 info. */
  readonly findingLevel: Uint8Array;
  readonly faults: readonly FaultBand[];
  /** E.g. `Whole run · 10:00 · 540,000 attempts`. */
  readonly title: string;
}

export interface FaultBand {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** Which part of which key the webview shows. */
export interface LaneRequest {
  readonly keyId: number;
  readonly laneBy: LaneBy;
  readonly axis: Axis;
  /** Visible stretch in axis units; the whole key where absent. */
  readonly from?: number;
  readonly to?: number;
  /** Width of the lanes in CSS pixels: decides the level of detail. */
  readonly widthPx: number;
  /** The selected finding, whose rows are always among the marks and whose arcs are drawn. */
  readonly findingId?: number;
  /** What is searched for: attempts that fit are lit, and among the marks as far as there is room. */
  readonly filter?: string;
}

export interface Lane {
  readonly label: string;
  /** E.g. `r-001 · client A` when one attempt, else `412 attempts`. */
  readonly sublabel: string;
  /** Rows that overlapping attempts need, at least 1. */
  readonly tracks: number;
}

/**
 * Attempts as columns, entry `i` of each is one mark. NaN: the trace does not say, and nothing is to be drawn there. Start
 * and end are always given; on the order axis so are the read and the write of every attempt that has the version.
 */
export interface Marks {
  /** Row index: identity in messages. */
  readonly row: Int32Array;
  readonly lane: Uint16Array;
  readonly track: Uint16Array;
  readonly start: Float64Array;
  /** When service began: start + queue delay. */
  readonly service: Float64Array;
  readonly read: Float64Array;
  readonly write: Float64Array;
  readonly end: Float64Array;
  /** Codes of RESULT. */
  readonly result: Uint8Array;
  /** Bits of ROW_FLAG. */
  readonly flags: Uint8Array;
  /** The first finding whose offending row this is: what a click on it selects; -1 for none. */
  readonly finding: Int32Array;
  /** 1 where something is only possibly wrong with it, and nothing is certainly. */
  readonly possible: Uint8Array;
  /** 1 where it is one of those that are searched for. */
  readonly lit: Uint8Array;
  /** What it takes in units, negative for a release; NaN where its row does not say. */
  readonly units: Float64Array;
  /** E.g. `v1`, or `4 left` of a row that has a value alone; '' where none. */
  readonly readVersion: readonly string[];
  readonly writeVersion: readonly string[];
  /** E.g. `success 4.1 ms`, `success 4.1 ms, 2 units back`. */
  readonly outcome: readonly string[];
  /** E.g. `r-001`. */
  readonly request: readonly string[];
}

/**
 * Where there are more attempts than pixels: per lane and bin, how many attempts touch it and how bad the worst is. A
 * finding never averages away. The bins divide the slice's `covers` evenly, on a grid that does not move under a pan.
 */
export interface DensityBins {
  /** Bins per lane; entry `lane * bins + bin`. */
  readonly bins: number;
  readonly count: Uint32Array;
  /** How many of those were refused, repeated or timed out, and with how many something is wrong. */
  readonly contended: Uint32Array;
  readonly wrong: Uint32Array;
  /** Attempts with an error that begin in the bin, so that each is counted in one; and those with a warning. */
  readonly found: Uint32Array;
  readonly warned: Uint32Array;
  /** 0 none, 1 contended (conflict, retry, timeout), 2 warning, 3 error. */
  readonly worst: Uint8Array;
}

/** One stretch of the version ladder: which version was current, who made it, how many units were left. */
export interface Rung {
  readonly from: number;
  readonly to: number;
  readonly status: RungStatus;
  /** E.g. `v3 · 0 · w2 ✕ from v1`. */
  readonly label: string;
  /** The label with parts left out, the longest first, e.g. `v3 ✕ from v1`, `v3 ✕`, `v3`. */
  readonly shorter: readonly string[];
  /** The row that made it; -1 for the initial one. */
  readonly row: number;
}

/** An arc that explains the selected finding, between two steps of marks. */
export interface Arc {
  readonly kind: ArcKind;
  readonly fromRow: number;
  readonly fromStep: Step;
  readonly toRow: number;
  readonly toStep: Step;
  readonly label: string;
}

export interface LaneSlice {
  readonly request: LaneRequest;
  /** The key's name, whether a list shows it now or not. */
  readonly keyName: string;
  /** The whole key's extent; the scroll and zoom limits. */
  readonly extent: readonly [number, number];
  /** What this slice covers: a little more than was asked for, so that a pan reuses it. */
  readonly covers: readonly [number, number];
  readonly lanes: readonly Lane[];
  /** What the names of all lanes begin with, e.g. `checkout-web-`; '' where that saves no room. */
  readonly front: string;
  /**
   * All attempts where `density` is null. Else the errors and warnings in sight, as many as can be told apart. The
   * selected finding's rows are always among them, those outside of `covers` too.
   */
  readonly marks: Marks;
  readonly density: DensityBins | null;
  readonly ladder: readonly Rung[];
  readonly arcs: readonly Arc[];
  readonly faults: readonly FaultBand[];
  /** Rows of the selected finding; everything else is dimmed. */
  readonly focusRows: readonly number[];
  /** What the axis counts, e.g. `ms` or `order`. */
  readonly axisUnit: string;
}
