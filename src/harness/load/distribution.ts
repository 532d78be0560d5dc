import { build, HistogramLogWriter } from 'hdr-histogram-js';

/** The longest that is told apart from longer: an hour. */
const HIGHEST_US = 3600e6;

/** Percentiles in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly mean: number;
}

/** Durations as an HdrHistogram: three significant digits whatever their size. */
export class Distribution {
  readonly #histogram = build({
    useWebAssembly: false,
    bitBucketSize: 32,
    highestTrackableValue: HIGHEST_US,
    numberOfSignificantValueDigits: 3,
  });

  record(us: number): void {
    this.#histogram.recordValue(Math.min(HIGHEST_US, Math.max(0, Math.round(us))));
  }

  /** In milliseconds; 0 if nothing was recorded. */
  percentile(percent: number): number {
    // The bound of a bucket can be above everything that is in it.
    const us = this.#histogram.getValueAtPercentile(percent);
    return Math.min(us, this.#histogram.maxValue) / 1000;
  }

  percentiles(): Percentiles {
    return {
      p50: this.percentile(50),
      p95: this.percentile(95),
      p99: this.percentile(99),
      p999: this.percentile(99.9),
      max: this.percentile(100),
      mean: this.#histogram.totalCount === 0 ? 0 : this.#histogram.mean / 1000,
    };
  }

  /** The text of a `.hlog` file with this as its only interval; what is shown of it is in milliseconds. */
  hlog(startedAt: Date, seconds: number): string {
    let text = '';
    const writer = new HistogramLogWriter((part) => (text += part));
    writer.outputLogFormatVersion();
    writer.outputStartTime(startedAt.getTime());
    writer.outputLegend();
    writer.outputIntervalHistogram(this.#histogram, 0, seconds, 1000);
    return text;
  }
}
