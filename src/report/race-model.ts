import type { CodePath, LaneSlice } from '../core/index.ts';
import type { PhaseRef } from './phase-ref.ts';

/** The race: what proves it, what it looks like, and what let it happen. */
export interface Race
  extends PhaseRef, Omit<CodePath, 'findingId' | 'name' | 'level' | 'hangsOn' | 'replay' | 'explored'> {
  /** Position in {@link Report.findings}. */
  readonly finding: number;
  /** The step that is to blame and what it lacks. */
  readonly rootCause: string;
  /** The schedule that was forced; undefined where the race was met under load. */
  readonly schedule: string | undefined;
  /** `3 of 3 plays of the schedule made it, 3 with the same rows`; '' where that is not known. */
  readonly repeated: string;
  readonly picture: LaneSlice | undefined;
  /** The stretch of the picture that is drawn, in its axis' units. */
  readonly focus: readonly [number, number];
}

/** What was changed between the two services, as their code and their traces show it. */
export interface Mitigation {
  readonly before: WriteSide;
  readonly after: WriteSide;
  /** What the mitigated service did under the schedule of the race; undefined where it was not taken through it. */
  readonly held: MitigatedRun | undefined;
}

/** How a service writes, and what it does with those who come second or twice. */
export interface WriteSide {
  readonly variant: string;
  /** `file.ts:18` of the write and the text of that line; '' where they are not known. */
  readonly site: string;
  readonly source: string;
  /** Over all phases: writes that were tried and those that were refused. */
  readonly writes: number;
  readonly refused: number;
  /** Whether a repeated request gets its first answer again; undefined where no manifest says. */
  readonly idempotent: boolean | undefined;
  /** Over all phases: repeats that got it. */
  readonly replays: number;
  /** Most retries of any request in any phase. */
  readonly mostRetries: number;
}

/** The attempts of a service that holds, side by side. */
export interface MitigatedRun extends PhaseRef, Pick<CodePath, 'columns' | 'steps'> {
  /** E.g. `1 confirmed for 1 unit: the books balance.` */
  readonly outcome: string;
}
