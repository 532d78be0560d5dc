/** What a step is to the record that is raced for. */
export type StepKind = 'start' | 'read' | 'write' | 'other';

/** A step of a run that was recorded, with all that can be shown of it. */
export interface PlayedStep {
  /** Index of the client. */
  readonly client: number;
  /** Which step of the client: 1, 2, …; 0 for its start. */
  readonly number: number;
  /** The label of the place that it was taken from. */
  readonly label: string;
  readonly kind: StepKind;
  /** What it read, returned or threw, in few words, e.g. `1`, `no row`, `throws 40001`; '' where that says nothing. */
  readonly result: string;
  /** The whole number that it read or wrote, where it is one. */
  readonly value?: number;
  /** False for a write that changed nothing. */
  readonly isApplied: boolean;
  /** The versions that it saw and made, where the store has some. */
  readonly readVersion?: string;
  readonly writeVersion?: string;
  /** Where in the code, as `path:line:column`; '' where that is not known. */
  readonly site: string;
  /** Other places that it may be, and why none of them is sure; for a site that was found by the statement's text. */
  readonly otherSites?: readonly string[];
  readonly isSiteInferred?: boolean;
  /** Whether it had to wait when it was let go. */
  readonly waited: 'blocked' | 'parked' | undefined;
  /** When it was let go and when it was done: microseconds on one clock. */
  readonly startUs: number;
  readonly endUs: number;
}
