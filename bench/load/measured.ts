/** What a generator says of a run, and what it cost. Latencies in milliseconds. */
export interface Measured {
  readonly requests: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Processor time of the generator, user and system. */
  readonly cpuMs: number;
}

/** Prints it for the parent, with the processor time of this process since `before`. */
export function printMeasured(measured: Omit<Measured, 'cpuMs'>, before: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(JSON.stringify({ ...measured, cpuMs: (user + system) / 1000 } satisfies Measured));
}
