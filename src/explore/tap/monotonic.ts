/** Microseconds of the machine's monotonic clock, on which the recorder of a service writes its times too. */
export function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
