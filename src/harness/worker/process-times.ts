import { performance } from 'node:perf_hooks';
import type { ProcessUse } from '../../core/index.ts';

/** What a process has used since it started, in milliseconds. */
export interface ProcessTimes {
  /** Of processors, in user code and in the system. */
  readonly cpuMs: number;
  /** In which its event loop had work, and in which it had none. */
  readonly busyMs: number;
  readonly idleMs: number;
  /** Its calls to the store, and how long all of them together took. */
  readonly storeCalls: number;
  readonly storeMs: number;
}

/** Of this process. */
export function ownTimes(store: Pick<ProcessTimes, 'storeCalls' | 'storeMs'> = NO_STORE): ProcessTimes {
  const { user, system } = process.cpuUsage();
  const { active, idle } = performance.eventLoopUtilization();
  return { cpuMs: (user + system) / 1000, busyMs: active, idleMs: idle, ...store };
}

const NO_STORE = { storeCalls: 0, storeMs: 0 };

/** The shares of a process between two moments. */
export function useBetween(id: string, before: ProcessTimes, after: ProcessTimes): ProcessUse {
  const [busyMs, idleMs] = [after.busyMs - before.busyMs, after.idleMs - before.idleMs];
  const elapsedMs = Math.max(1, busyMs + idleMs);
  return { id, cpu_share: (after.cpuMs - before.cpuMs) / elapsedMs, busy_share: busyMs / elapsedMs };
}
