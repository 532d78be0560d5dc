import type { Result } from './codes.ts';
import type { Level, RungStatus, Verdict } from './terms.ts';

/*
 * Every sign of the project, one row each: how it looks in text and in a picture, and what it says. The command line, the
 * swimlane, its legend and descriptions, the lists and the picture of the report draw from these tables, of which that of
 * the swimlane's own signs is lane-signs.ts, and know no sign of their own.
 */

/** A colour by its meaning; `own` is that of the attempt's lane. Every medium has its own colour for each. */
export type Ink = 'own' | 'good' | 'bad' | 'possible' | 'warning' | 'muted';

/** What stands for a meaning in text. */
export interface TextSign {
  readonly glyph: string;
  readonly ink: Ink;
  readonly label: string;
}

/** What a mark before a word means, where the word itself says what it is about. */
export const MARKS = {
  good: { glyph: '✓', ink: 'good' },
  bad: { glyph: '✕', ink: 'bad' },
  /** Not known, or not enough to say. */
  open: { glyph: '?', ink: 'warning' },
  /** Wrong only if something turns out in one way. */
  possible: { glyph: '?', ink: 'possible' },
  /** Good with a restriction. */
  limited: { glyph: '!', ink: 'warning' },
} as const satisfies Readonly<Record<string, Omit<TextSign, 'label'>>>;

/** The sign of a verdict. */
export const VERDICT_SIGN: Readonly<Record<Verdict, TextSign>> = {
  ok: { ...MARKS.good, label: 'Ok' },
  violation: { ...MARKS.bad, label: 'Violation' },
  unknown: { ...MARKS.open, label: 'Unknown' },
};

/** The sign of a level: before a finding, and before the step that is to blame. */
export const LEVEL_SIGN: Readonly<Record<Level, TextSign>> = {
  error: { ...MARKS.bad, label: 'error' },
  warning: { glyph: '⚠', ink: 'warning', label: 'warning' },
  info: { glyph: 'ℹ', ink: 'muted', label: 'info' },
};

/** The sign of a result: a shape besides the word and the colour. */
export const RESULT_SIGN: Readonly<Record<Result, TextSign>> = {
  success: { ...MARKS.good, label: 'success' },
  conflict: { glyph: '⊘', ink: 'warning', label: 'conflict' },
  rejected: { glyph: '⊖', ink: 'muted', label: 'rejected' },
  timeout: { ...MARKS.open, label: 'timeout (unknown)' },
  retry: { glyph: '↻', ink: 'warning', label: 'retry' },
};

/** The sign of a version in the ladder; the glyph is '' where nothing is wrong with it. */
export const RUNG_SIGN: Readonly<Record<RungStatus, TextSign>> = {
  initial: { glyph: '', ink: 'muted', label: 'the version at the beginning' },
  chain: { glyph: '', ink: 'good', label: 'a correct replacement' },
  stale: {
    ...MARKS.bad,
    label: 'should not exist: written from a version that had been replaced',
  },
  bridged: { glyph: '', ink: 'warning', label: 'made by an attempt that timed out' },
};

/** The sign of the worst attempt of a bin, by its code of {@link SEVERITY}; the label is '' where nothing is to be said. */
export const SEVERITY_SIGN: readonly TextSign[] = [
  { glyph: '', ink: 'own', label: '' },
  { glyph: '', ink: 'warning', label: 'with conflicts, retries or timeouts' },
  { ...LEVEL_SIGN.warning, label: 'with a warning' },
  { ...MARKS.bad, label: 'with an error' },
];

/** How the bar of an attempt is drawn, by what its stretches are. */
export const BAR_SIGNS = {
  queued: { label: 'queued' },
  service: { label: 'in service' },
  replay: { label: 'idempotent replay', tooltip: 'repeats an earlier confirmation' },
} as const;

/** A sign's glyph, where it has one, and words after it: `✕ stale-version write`. */
export function withGlyph({ glyph }: Pick<TextSign, 'glyph'>, words: string): string {
  return glyph === '' ? words : `${glyph} ${words}`;
}
