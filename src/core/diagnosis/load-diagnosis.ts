import { percent } from '../words/figures.ts';
import { count, counted, duration } from '../words/numbers.ts';
import { printable } from '../words/printable.ts';
import { machineText, SATURATED, wasBusy, type MachineReading, type ProcessUse } from './machine-use.ts';
import type { Waits } from './waits.ts';

/** What kept attempts waiting, or that nothing did. */
type LoadDiagnosisName =
  'no delay' | 'pause' | 'queueing overload' | 'slow service' | 'slow store' | 'busy machine';

/** What was measured besides the rows; what is absent was not. */
export interface MeasuredLoad {
  readonly machine?: MachineReading | undefined;
  /** The processes of the run. */
  readonly processes?: readonly ProcessUse[] | undefined;
  /** The calls of all workers to their store. */
  readonly storeCalls?: { readonly count: number; readonly mean_ms: number } | undefined;
}

export interface LoadDiagnosis {
  readonly name: LoadDiagnosisName;
  /** What it is and the measurements that say so: whole sentences. */
  readonly text: string;
}

/** Of pauses at most so much of the time and of the attempts suffers; */
const MOST_OF_PAUSES = 0.25;
/** so little says nothing of the service as a whole, whatever it came from. */
const HARDLY_ANY = 0.01;
/** From this share of refused attempts on the service refuses because it is full, not because of a moment's burst. */
const TURNED_AWAY = 0.01;
/** How much longer the waits of the last quarter are than those of the first where a queue grows. */
const GROWTH = 1.5;

/**
 * Why attempts waited, by the share of attempts and of time above the limit, by growth, by refusals, by how busy each process
 * was and by the machine, together; never by one longest wait.
 * @param measured undefined where there are rows alone: then it says what rows can show
 */
export function diagnoseLoad(waits: Waits, measured?: MeasuredLoad): LoadDiagnosis {
  const signs = { waits, measured };
  // In rows alone, a refusal without a worker may also mean that nothing was left: it is no sign without a long wait.
  const turnedAway = measured === undefined ? 0 : waits.turnedAway;
  if (waits.long === 0 && turnedAway === 0 && !isSlow(waits))
    return { name: 'no delay', text: noDelayText(waits) };
  const [name, text] = wasBusy(measured?.machine)
    ? (['busy machine', busyText(signs)] as const)
    : isPause(waits)
      ? (['pause', pauseText(waits)] as const)
      : isSlowStore(signs)
        ? (['slow store', slowStoreText(signs)] as const)
        : isOverload(signs)
          ? (['queueing overload', overloadText(signs)] as const)
          : (['slow service', slowServiceText(signs)] as const);
  return { name, text };
}

interface Signs {
  readonly waits: Waits;
  readonly measured: MeasuredLoad | undefined;
}

/** Whether an attempt takes long even when nothing is in its way. */
function isSlow({ floorMs, inHandFloorMs, limitMs }: Waits): boolean {
  return floorMs >= limitMs || inHandFloorMs >= limitMs;
}

/** Long waits that a moment without any service explains, or that hardly any attempt had. */
function isPause(waits: Waits): boolean {
  const { long, known, longTimeShare, stalledMs, maxMs } = waits;
  if (isSlow(waits) || turnedAwayShare(waits) >= TURNED_AWAY) return false;
  // A trace without times has only the share of its attempts.
  const share = Math.max(long / known, Number.isNaN(longTimeShare) ? 0 : longTimeShare);
  return share < HARDLY_ANY || (share <= MOST_OF_PAUSES && 2 * stalledMs >= maxMs);
}

function isSlowStore({ waits, measured }: Signs): boolean {
  const { inHandMeanMs, limitMs } = waits;
  const storeMs = storeMsPerAttempt(waits, measured);
  if (storeMs === undefined || storeMs < inHandMeanMs / 2) return false;
  const busiest = busiestOfService(measured);
  // A worker without processor time to spare is not waiting for its store.
  if (busiest !== undefined && busiest.cpu_share >= SATURATED) return false;
  // Either the calls are long by themselves, or they block the workers for most of the time.
  return inHandMeanMs >= limitMs / 2 || (busiest?.busy_share ?? 0) >= SATURATED;
}

function isOverload({ waits, measured }: Signs): boolean {
  const busiest = busiestOfService(measured);
  return (
    turnedAwayShare(waits) >= TURNED_AWAY ||
    grew(waits) ||
    (busiest !== undefined && Math.max(busiest.cpu_share, busiest.busy_share) >= SATURATED) ||
    // Some waited long and others hardly: that is a queue. Where all wait alike there need be none.
    !isSlow(waits)
  );
}

function grew({ firstQuarterMs, lastQuarterMs, limitMs }: Waits): boolean {
  return lastQuarterMs >= GROWTH * firstQuarterMs && lastQuarterMs >= limitMs / 2;
}

function turnedAwayShare({ turnedAway, attempts }: Waits): number {
  return attempts === 0 ? 0 : turnedAway / attempts;
}

/** Milliseconds that an attempt waited for the store, in the mean over those that a worker had. */
function storeMsPerAttempt(
  { attempts, turnedAway }: Waits,
  measured: MeasuredLoad | undefined,
): number | undefined {
  const calls = measured?.storeCalls;
  const served = attempts - turnedAway;
  return calls === undefined || served === 0 ? undefined : (calls.count * calls.mean_ms) / served;
}

/** The process behind the generator that had the least to spare. */
function busiestOfService(measured: MeasuredLoad | undefined): ProcessUse | undefined {
  const { processes = [] } = measured ?? {};
  const load = ({ cpu_share, busy_share }: ProcessUse) => Math.max(cpu_share, busy_share);
  return processes
    .filter(({ id }) => id !== 'generator')
    .reduce<ProcessUse | undefined>(
      (most, each) => (most === undefined || load(each) > load(most) ? each : most),
      undefined,
    );
}

function noDelayText({ known, maxMs, limitMs }: Waits): string {
  return known === 0
    ? 'No wait is recorded.'
    : `No wait reached ${duration(limitMs)}: the longest was ${duration(maxMs)}.`;
}

function pauseText(waits: Waits): string {
  const { stretches, longestStretchS, stalledMs, maxMs } = waits;
  return `The waits are pauses, not an overload: ${sentence([
    longText(waits),
    stretches === 0
      ? 'they are scattered over the run'
      : `they are in ${counted(stretches, 'stretch', 'stretches')} of time, the longest ${duration(1000 * longestStretchS)}`,
    2 * stalledMs >= maxMs
      ? `while the longest lasted, ${duration(maxMs)}, its worker began with no attempt for ${duration(stalledMs)}`
      : `the longest was ${duration(maxMs)}`,
    turnedAwayText(waits),
  ])}`;
}

function overloadText(signs: Signs): string {
  const { waits } = signs;
  return `More was asked of the service than it could do: ${sentence([
    longText(waits),
    timeText(waits),
    growthText(waits),
    turnedAwayText(waits),
    busiestText(signs.measured),
  ])}`;
}

function slowServiceText({ waits, measured }: Signs): string {
  return `The service was slow, not overloaded: ${sentence([
    floorText(waits),
    growthText(waits),
    turnedAwayText(waits),
    busiestText(measured),
    storeText(waits, measured),
  ])}`;
}

function slowStoreText({ waits, measured }: Signs): string {
  return `The store was slow: ${sentence([
    storeText(waits, measured),
    `a worker had an attempt for ${duration(waits.inHandMeanMs)} on average`,
    longText(waits),
    turnedAwayText(waits),
    busiestText(measured),
  ])}`;
}

function busyText({ waits, measured }: Signs): string {
  return `The machine was busy, so that these figures are not the service's alone: ${sentence([
    machineText(measured?.machine),
    longText(waits),
    turnedAwayText(waits),
  ])}`;
}

/** Facts as one sentence; the empty ones are left out. */
function sentence(facts: readonly string[]): string {
  return `${facts.filter((fact) => fact !== '').join('; ')}.`;
}

function longText({ long, known, limitMs }: Waits): string {
  if (known === 0) return 'no wait is recorded';
  return `${count(long)} of ${counted(known, 'attempt')} (${percent(long / known)}) waited ${duration(limitMs)} or longer`;
}

function timeText({ longTimeShare, longestStretchS }: Waits): string {
  if (!(longTimeShare > 0)) return '';
  return `in ${percent(longTimeShare)} of the time most did or were turned away, the longest stretch ${duration(1000 * longestStretchS)}`;
}

function growthText({ firstQuarterMs, lastQuarterMs, p99Ms, maxMs }: Waits): string {
  if (Number.isNaN(firstQuarterMs + lastQuarterMs)) return '';
  return (
    `the mean wait was ${duration(firstQuarterMs)} in the first quarter of the run and ${duration(lastQuarterMs)} in the last ` +
    `(p99 ${duration(p99Ms)}, max ${duration(maxMs)})`
  );
}

function turnedAwayText(waits: Waits): string {
  const { turnedAway } = waits;
  if (turnedAway === 0) return 'no attempt was turned away';
  return `${counted(turnedAway, 'attempt')} (${percent(turnedAwayShare(waits))}) ${turnedAway === 1 ? 'was' : 'were'} turned away with 503`;
}

function floorText({ floorMs, inHandFloorMs, limitMs }: Waits): string {
  const facts = [
    ...(floorMs >= limitMs ? [`waited ${duration(floorMs)} or longer`] : []),
    ...(inHandFloorMs >= limitMs
      ? [`took a worker ${duration(inHandFloorMs)} or longer after the wait`]
      : []),
  ];
  return `19 of 20 attempts ${facts.join(' and ')}`;
}

function busiestText(measured: MeasuredLoad | undefined): string {
  if (measured === undefined) return '';
  const busiest = busiestOfService(measured);
  if (busiest === undefined) return 'how busy the processes were was not measured';
  const { id, cpu_share: cpu, busy_share: busy } = busiest;
  return `the busiest process, ${printable(id)}, used ${percent(cpu, 2)} of one processor and was busy for ${percent(busy, 2)} of the time`;
}

function storeText(waits: Waits, measured: MeasuredLoad | undefined): string {
  if (measured === undefined) return '';
  const ms = storeMsPerAttempt(waits, measured);
  if (ms === undefined || measured.storeCalls === undefined)
    return 'how long the store took was not measured';
  return `calls to the store took ${duration(measured.storeCalls.mean_ms)} on average, ${duration(ms)} per attempt`;
}
