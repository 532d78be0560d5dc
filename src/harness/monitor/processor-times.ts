import { readFileSync } from 'node:fs';
import type { MachineReading } from '../../core/index.ts';
import { processStat } from './process-stat.ts';

/** What the counters of the system said at one moment. All but `pressureUs` in ticks of one processor, since the system started. */
export interface ProcessorTimes {
  readonly processors: number;
  readonly atMs: number;
  /** Of all processors together, idle and stolen time included. */
  readonly total: number;
  readonly idle: number;
  readonly stolen: number;
  /** Of this process, of those that it started, and of those that have ended. */
  readonly own: number;
  /** Microseconds in which some process waited for a processor; undefined where the system does not count them. */
  readonly pressureUs: number | undefined;
}

/** Why there are no counters, without a full stop. */
interface NoTimes {
  readonly why: string;
}

/**
 * The counters as they are now.
 * @param children the processes that this one started and that run now
 */
export function processorTimes(children: readonly number[], proc = '/proc'): ProcessorTimes | NoTimes {
  const stat = contentOf(`${proc}/stat`);
  if (stat === undefined) return { why: `this system has no ${proc}/stat` };

  const numbers = /^cpu +(.*)$/m.exec(stat)?.[1]?.split(' ').map(Number) ?? [];
  if (numbers.length < 4) return { why: `${proc}/stat has no line of all processors` };
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0, stolen = 0] = numbers;
  const pressure = contentOf(`${proc}/pressure/cpu`);
  const pressureUs = /^some .*total=(\d+)/m.exec(pressure ?? '')?.[1];
  return {
    processors: stat.match(/^cpu\d+ /gm)?.length ?? 0,
    atMs: performance.now(),
    // What guests used is in the user's time already.
    total: user + nice + system + idle + waiting + irq + softirq + stolen,
    idle: idle + waiting,
    stolen,
    own: (['self', ...children] as const).reduce<number>((sum, pid) => sum + ticksOf(pid, proc), 0),
    pressureUs: pressureUs === undefined ? undefined : Number(pressureUs),
  };
}

/** How the processors were used between two readings. */
export function machineUse(
  before: ProcessorTimes | NoTimes,
  after: ProcessorTimes | NoTimes,
): MachineReading {
  if ('why' in before) return { not_measured: before.why };
  if ('why' in after) return { not_measured: after.why };
  const total = after.total - before.total;
  if (total <= 0) return { not_measured: 'the counters of the system did not move' };
  const share = (ticks: number) => Math.min(1, Math.max(0, ticks / total));
  const [idle, stolen] = [after.idle - before.idle, after.stolen - before.stolen];
  const own = Math.min(total - idle - stolen, after.own - before.own);
  const elapsedMs = after.atMs - before.atMs;
  const waitedUs =
    before.pressureUs === undefined || after.pressureUs === undefined
      ? undefined
      : after.pressureUs - before.pressureUs;
  return {
    processors: after.processors,
    seconds: elapsedMs / 1000,
    own_share: share(own),
    other_share: share(total - idle - stolen - own),
    stolen_share: share(stolen),
    idle_share: share(idle),
    ...(waitedUs !== undefined &&
      elapsedMs > 0 && { pressure_share: Math.min(1, Math.max(0, waitedUs / 1000 / elapsedMs)) }),
  };
}

/** The time of a process and of those of its children that have ended; 0 of one that is gone, which its parent then counts. */
function ticksOf(pid: number | 'self', proc: string): number {
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] =
    processStat(pid, proc)?.slice(11, 15).map(Number) ?? [];
  return user + system + endedUser + endedSystem;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
