/** What can be made to go wrong during a run, in the order in which it is tried. */
export const FAULTS = [
  /** The answer is lost on its way; the client asks again with the same request id. */
  'lost-answer',
  /** A worker is killed with SIGKILL in the middle of its work, and started anew under a new id. */
  'worker-kill',
  /** The store gives no answer; of writes half had taken effect. */
  'storage-timeout',
  /** The store answers late. */
  'slow-storage',
  /** The network delivers a request twice: two workers have it at the same time. */
  'duplicate-delivery',
] as const;
export type FaultName = (typeof FAULTS)[number];

/** How often a fault strikes while its window is open. */
export interface FaultRate {
  readonly fault: FaultName;
  /** Per second for `worker-kill`; for the others the probability per delivery or per call of the store. */
  readonly rate: number;
}

/** Often enough to be seen in a window of seconds, seldom enough that most of the work goes on. */
const USUAL_RATES: Readonly<Record<FaultName, number>> = {
  'lost-answer': 0.05,
  'worker-kill': 0.5,
  'storage-timeout': 0.02,
  'slow-storage': 0.2,
  'duplicate-delivery': 0.05,
};

/** Every fault at its usual rate. */
export const ALL_FAULTS: readonly FaultRate[] = FAULTS.map((fault) => ({ fault, rate: USUAL_RATES[fault] }));

/** Reads `lost-answer:0.1,worker-kill`: faults in the order of their windows, each with a rate or its usual one. @throws Error on anything else */
export function parseFaults(text: string): readonly FaultRate[] {
  return text.split(',').map((part) => {
    const [, name = '', rate] = /^\s*([a-z-]+)(?::(\d+(?:\.\d+)?))?\s*$/.exec(part) ?? [];
    const fault = FAULTS.find((known) => known === name);
    if (fault === undefined)
      throw new Error(
        `faults are written NAME or NAME:RATE, with commas between; there are ${FAULTS.join(', ')}`,
      );
    const value = rate === undefined ? USUAL_RATES[fault] : Number(rate);
    if (value === 0 || (fault !== 'worker-kill' && value > 1))
      throw new Error(
        `the rate of ${fault} must be ${fault === 'worker-kill' ? 'more than 0 kills per second' : 'a probability above 0 and at most 1'}`,
      );
    return { fault, rate: value };
  });
}

/** The text that {@link parseFaults} reads. */
export function printFaults(faults: readonly FaultRate[]): string {
  return faults.map(({ fault, rate }) => `${fault}:${rate}`).join(',');
}
