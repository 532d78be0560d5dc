import { RESULT, ROW_FLAG, SEVERITY } from './codes.ts';
import { LEVEL_SIGN, MARKS, type TextSign } from './signs.ts';
import type { Step } from './terms.ts';

/** What a lane's sign is drawn as. */
export type Shape = 'circle' | 'square' | 'diamond' | 'cross' | 'triangle' | 'pointer';

/** What of an attempt decides which signs it has. */
export interface Signed {
  /** Code of {@link RESULT}. */
  readonly result: number;
  /** Bits of {@link ROW_FLAG}. */
  readonly flags: number;
  /** Whether it is only possibly wrong. */
  readonly isPossible: boolean;
  /** Whether it gives units back. */
  readonly isRelease: boolean;
  /** Whether the trace says what it wrote, and when it wrote. */
  readonly wroteVersion: boolean;
  readonly hasWriteTime: boolean;
}

/** A sign of the swimlane. Its glyph is for where it is not drawn, and '' for the ordinary. */
export interface LaneSign extends TextSign {
  readonly shape: Shape;
  /** How the shape is drawn: filled, as an outline, as one that is struck through, twice. */
  readonly style: 'filled' | 'open' | 'struck' | 'double';
  /** What is said of an attempt that has it; '' where its versions say it. */
  readonly tooltip: string;
  /** What is written above it beside the version; '' for nothing. */
  readonly note: string;
  /** Where it stands; undefined for a sign of a bin. */
  readonly step: Step | undefined;
  /** On which bars it is drawn: on all, on those with room, on those of the selected finding. */
  readonly on: 'all' | 'roomy' | 'selected';
  /** Whether an attempt has it. */
  readonly has: (attempt: Signed) => boolean;
  /** The bins that it stands over, by the code of {@link SEVERITY} of their worst attempt. */
  readonly bin?: number;
}

/** Whether the store refused the attempt's write: there was one, and it made no version. */
function isRefused({ result, wroteVersion, hasWriteTime }: Signed): boolean {
  return (result === RESULT.conflict || result === RESULT.retry) && !wroteVersion && hasWriteTime;
}

/** What an attempt has that is only possibly wrong: at its write, or at its end where nothing says what it wrote. */
const POSSIBLE = {
  ...MARKS.possible,
  shape: 'diamond',
  style: 'open',
  label: 'only possibly wrong',
  tooltip: 'only possibly wrong',
  note: 'possible',
  on: 'all',
} as const;

/** The signs of the swimlane in the order of the legend. Of those of one step an attempt has the last that fits it. */
export const LANE_SIGNS = {
  read: sign({ shape: 'circle', style: 'open', label: 'read', step: 'read', has: () => true }),
  write: sign({ shape: 'square', label: 'write', step: 'write', has: ({ wroteVersion }) => wroteVersion }),
  release: sign({
    shape: 'cross',
    style: 'open',
    label: 'release',
    tooltip: 'gives units back',
    note: 'release',
    step: 'write',
    has: ({ wroteVersion, isRelease }) => wroteVersion && isRelease,
  }),
  'refused-write': sign({
    shape: 'square',
    style: 'struck',
    label: 'refused write',
    tooltip: 'write refused',
    note: 'refused',
    step: 'write',
    has: isRefused,
  }),
  confirm: sign({
    shape: 'pointer',
    label: 'confirmed',
    step: 'confirm',
    on: 'selected',
    has: ({ result }) => result === RESULT.success,
  }),
  'stale-write': sign({
    ...MARKS.bad,
    shape: 'diamond',
    label: 'stale write',
    tooltip: 'stale-version write',
    note: 'stale',
    step: 'write',
    on: 'all',
    has: ({ flags }) => (flags & ROW_FLAG.staleWrite) !== 0,
    bin: SEVERITY.error,
  }),
  'stale-release': sign({
    ...MARKS.bad,
    shape: 'cross',
    label: 'stale release',
    note: 'stale release',
    step: 'write',
    on: 'all',
    has: ({ flags, isRelease }) => (flags & ROW_FLAG.staleWrite) !== 0 && isRelease,
  }),
  duplicate: sign({
    ...MARKS.bad,
    shape: 'pointer',
    style: 'double',
    label: 'confirmed twice',
    tooltip: 'duplicate confirmation',
    step: 'confirm',
    on: 'all',
    has: ({ flags }) => (flags & ROW_FLAG.duplicate) !== 0,
  }),
  'possible-write': sign({
    ...POSSIBLE,
    step: 'write',
    has: ({ isPossible, wroteVersion }) => isPossible && wroteVersion,
  }),
  'possible-outcome': sign({
    ...POSSIBLE,
    step: 'confirm',
    has: ({ isPossible, wroteVersion }) => isPossible && !wroteVersion,
  }),
  warning: sign({
    ...LEVEL_SIGN.warning,
    shape: 'triangle',
    tooltip: 'warning',
    step: undefined,
    has: ({ flags }) =>
      (flags & (ROW_FLAG.warning | ROW_FLAG.staleWrite | ROW_FLAG.duplicate)) === ROW_FLAG.warning,
    bin: SEVERITY.warning,
  }),
} as const satisfies Readonly<Record<string, LaneSign>>;
export type LaneSignName = keyof typeof LANE_SIGNS;

type Ordinary = 'glyph' | 'style' | 'ink' | 'tooltip' | 'note' | 'on';

/** A row of the table, with what is ordinary left out. */
function sign(row: Omit<LaneSign, Ordinary> & Partial<Pick<LaneSign, Ordinary>>): LaneSign {
  return { glyph: '', style: 'filled', ink: 'own', tooltip: '', note: '', on: 'roomy', ...row };
}

/** The names of {@link LANE_SIGNS}, in the order of the legend. */
export const LANE_SIGN_NAMES = Object.keys(LANE_SIGNS) as readonly LaneSignName[];

/** The sign that an attempt has at a step; undefined where it has none. */
export function signAt(attempt: Signed, step: Step): LaneSignName | undefined {
  return LANE_SIGN_NAMES.findLast((name) => LANE_SIGNS[name].step === step && LANE_SIGNS[name].has(attempt));
}

/** The sign that stands over bins whose worst attempt has this code of {@link SEVERITY}; undefined for none. */
export function signOfBin(severity: number): LaneSignName | undefined {
  return LANE_SIGN_NAMES.find((name) => LANE_SIGNS[name].bin === severity);
}

/** What {@link signAt} asks of entry `i` of the columns of marks. */
export function signedMark(
  marks: {
    readonly result: Uint8Array;
    readonly flags: Uint8Array;
    readonly possible: Uint8Array;
    readonly units: Float64Array;
    readonly write: Float64Array;
    readonly writeVersion: readonly string[];
  },
  i: number,
): Signed {
  return {
    result: marks.result[i]!,
    flags: marks.flags[i]!,
    isPossible: marks.possible[i] === 1,
    isRelease: marks.units[i]! < 0,
    wroteVersion: marks.writeVersion[i] !== '',
    hasWriteTime: !Number.isNaN(marks.write[i]!),
  };
}
