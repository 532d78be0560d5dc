const UNITS_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** The pattern of a duration such as `500ms`, `30s`, `1.5m` or `2h`. */
export const DURATION = /^\d+(\.\d+)?(ms|s|m|h)$/;

/** A duration in the given unit; undefined for no time at all and for text that is no duration. */
export function durationIn(unit: 'ms' | 's', text: string): number | undefined {
  const [, , own] = DURATION.exec(text) ?? [];
  const value = Number.parseFloat(text);
  if (own === undefined || value === 0) return undefined;
  const [from, to] = [UNITS_MS[own as keyof typeof UNITS_MS], UNITS_MS[unit]];
  // By whole factors, so that what is written in the unit asked for stays as it is.
  return from < to ? value / (to / from) : value * (from / to);
}
