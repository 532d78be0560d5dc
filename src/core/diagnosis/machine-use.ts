import { percent } from '../words/figures.ts';
import { counted, duration } from '../words/numbers.ts';
import { printable } from '../words/printable.ts';

/** How the processors of a machine were used while a run sent its requests: the member `machine` of its manifest. Shares of the time of all processors, from 0 to 1. */
export interface MachineUse {
  readonly processors: number;
  /** For how long it was measured. */
  readonly seconds: number;
  /** Used by the processes of the run itself: generator, balancer, workers, and a store that it started. */
  readonly own_share: number;
  /** Used by all other processes, and by the system for interrupts. */
  readonly other_share: number;
  /** Taken by the hypervisor while a process here could have run. */
  readonly stolen_share: number;
  readonly idle_share: number;
  /** Share of the time in which some process waited for a processor; absent where the system does not count it. */
  readonly pressure_share?: number;
}

/** What stands in place of figures that the system does not give. */
interface MachineNotMeasured {
  /** Why, without a full stop, such as `this system has no /proc/stat`. */
  readonly not_measured: string;
}

export type MachineReading = MachineUse | MachineNotMeasured;

/** How one process of a run used its time while requests were sent: a line of the metrics. */
export interface ProcessUse {
  /** `generator`, `balancer`, `store`, or the id of a worker. */
  readonly id: string;
  /** Processor time by time: 1 is one whole processor. */
  readonly cpu_share: number;
  /** Share of the time in which its event loop had work, waiting for a call that blocks included. */
  readonly busy_share: number;
}

/** From this much of all processors' time for others on, the run had to wait for them if nothing was left idle. */
const TAKEN = 0.2;
/** Less than this idle, or this much of the time with a process waiting, and processors were short. */
const LEAST_IDLE = 0.15;
const SHORT_OF_PROCESSORS = 0.3;
/** Stolen time is only counted while a process could have run, so that little of it is much. */
const STOLEN = 0.05;
/** A process that uses so much of one processor, or of its own time, can hardly do more. */
export const SATURATED = 0.8;

/** The reading where there are figures. */
function measuredUse(machine: MachineReading | undefined): MachineUse | undefined {
  return machine === undefined || 'not_measured' in machine ? undefined : machine;
}

/** Whether others had so much of the machine that the figures of a run are not those of its service. */
export function wasBusy(machine: MachineReading | undefined): boolean {
  const use = measuredUse(machine);
  if (use === undefined) return false;
  if (use.stolen_share >= STOLEN) return true;
  const short = use.idle_share <= LEAST_IDLE || (use.pressure_share ?? 0) >= SHORT_OF_PROCESSORS;
  return short && use.other_share + use.stolen_share >= TAKEN;
}

/** `71 % of 2 processors were other processes', 20 % this run's own, 3 % stolen by the hypervisor; …`; without a full stop. */
export function machineText(machine: MachineReading | undefined): string {
  if (machine === undefined) return 'how busy the machine was is not recorded';
  if ('not_measured' in machine)
    return `how busy the machine was could not be measured: ${printable(machine.not_measured)}`;
  const { processors, own_share, other_share, stolen_share, pressure_share } = machine;
  const waits =
    pressure_share === undefined
      ? ''
      : `; in ${percent(pressure_share, 2)} of the time some process waited for a processor`;
  return (
    `${percent(other_share, 2)} of ${counted(processors, 'processor')} ${processors === 1 ? 'was' : 'were'} other processes', ` +
    `${percent(own_share, 2)} this run's own, ${percent(stolen_share, 2)} stolen by the hypervisor${waits}`
  );
}

/**
 * Why requests were sent late, in one sentence with a full stop, as far as that was measured: others had the machine, the
 * generator could do no more, or the run as a whole had too small a machine; else only what was measured.
 * @param stoodStillMs the longest time in which the generator's event loop did not come round
 */
export function latenessCause(
  machine: MachineReading | undefined,
  generator: ProcessUse | undefined,
  stoodStillMs: number,
): string {
  const ofMachine = machineText(machine);
  const used =
    generator === undefined
      ? ''
      : ` used ${percent(generator.cpu_share, 2)} of one processor, was busy for ${percent(generator.busy_share, 2)} of the time and`;
  const ofGenerator = `the generator's process${used} stood still for up to ${duration(stoodStillMs)}`;
  return `${causeOf(machine, generator)}: ${ofMachine}; ${ofGenerator}.`;
}

function causeOf(machine: MachineReading | undefined, generator: ProcessUse | undefined): string {
  if (wasBusy(machine)) return 'The machine was busy';
  if (generator !== undefined && Math.max(generator.cpu_share, generator.busy_share) >= SATURATED)
    return 'The generator was the bottleneck';
  const use = measuredUse(machine);
  if (use !== undefined && use.idle_share <= LEAST_IDLE) return 'The machine was too small for this run';
  return 'The measurements do not say why';
}
