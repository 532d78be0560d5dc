import type { FaultMetrics } from '../../ingest/run-files/metrics.ts';

/** What each fault was, when, how often it struck, and what that did: one line each, columns aligned. */
export function faultLines(faults: readonly FaultMetrics[]): readonly string[] {
  const rows = faults.map(({ fault, rate, from_s, to_s, injected, attempts, timeouts }) => [
    fault,
    `${from_s.toFixed(1)} s to ${to_s.toFixed(1)} s`,
    rateText(fault, rate),
    `${injected ?? '?'} injected,`,
    `${attempts} attempts meanwhile,`,
    `${timeouts} of unknown outcome`,
  ]);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) => cell.padEnd(column === 5 ? 0 : widths[column]!)).join('  '),
  );
}

function rateText(fault: FaultMetrics['fault'], rate: number): string {
  if (fault === 'worker-kill') return `${rate} per s`;
  const share = `${Number((100 * rate).toPrecision(3))} %`;
  const ofCalls = fault === 'storage-timeout' || fault === 'slow-storage';
  return `${share} of ${ofCalls ? 'store calls' : 'deliveries'}`;
}
