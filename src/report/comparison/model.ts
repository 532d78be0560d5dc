import type { Analysis, FindingChange, FindingDifference, TraceComparison } from '../../core/index.ts';
import { compareTraces } from '../../core/index.ts';
import { figureText } from '../../core/words/figures.ts';
import { count, counted } from '../../core/words/numbers.ts';
import { VERDICT_SIGN, withGlyph } from '../../core/words/signs.ts';
import { COMPARED_TEXT, differenceText } from '../differences.ts';

/** A trace and what it is called. */
export interface NamedAnalysis {
  /** Printable. */
  readonly name: string;
  readonly analysis: Analysis;
}

/** Two traces held against each other, as text that stands in tables. */
export interface ComparisonModel {
  readonly before: string;
  readonly after: string;
  /** The answer in a sentence. */
  readonly answer: string;
  /** What limits it; none where nothing does. */
  readonly notes: readonly string[];
  readonly findings: readonly FindingDifference[];
  readonly comparison: TraceComparison;
  /** Of each figure: its name, before, after, the difference, its interval, and how to read it. */
  readonly figures: readonly (readonly string[])[];
}

/** What a change of findings is called. */
export const CHANGE_TEXT: Readonly<Record<FindingChange, string>> = {
  new: 'new',
  more: 'more',
  moved: 'moved',
  fewer: 'fewer',
  gone: 'gone',
};

/** The resamples of two traces are always the same, so that a comparison can be repeated. */
const SEED = 1;

/** Compares two traces that were read with the same settings. */
export function comparisonModel(before: NamedAnalysis, after: NamedAnalysis): ComparisonModel {
  const comparison = compareTraces(before.analysis, after.analysis, { seed: SEED });
  return {
    before: `${before.name}: ${verdictOf(before)}`,
    after: `${after.name}: ${verdictOf(after)}`,
    answer: answerOf(comparison),
    notes: notesOf(comparison),
    findings: comparison.findings,
    comparison,
    figures: comparison.figures.differences.map((each) => [
      COMPARED_TEXT[each.metric],
      figureText(each.before, each.unit),
      figureText(each.after, each.unit),
      ...differenceText(each),
    ]),
  };
}

/** The place of a finding, of one that moved both: `a.ts:3 → a.ts:9`. */
export function placeText({ site, siteBefore }: FindingDifference): string {
  return siteBefore === '' ? site : `${siteBefore} → ${site}`;
}

function verdictOf({ analysis }: NamedAnalysis): string {
  const attempts = counted(analysis.history.size, 'attempt');
  return `${withGlyph(VERDICT_SIGN[analysis.verdict], analysis.verdict)}, ${attempts}`;
}

function answerOf({ findings, isEmpty }: TraceComparison): string {
  if (isEmpty) return 'Nothing differs.';
  if (findings.length === 0) return 'The findings are the same; figures differ.';
  const kinds = Object.keys(CHANGE_TEXT) as FindingChange[];
  const parts = kinds.flatMap((change) => {
    const number = findings.filter((each) => each.change === change).length;
    return number === 0 ? [] : [`${count(number)} ${CHANGE_TEXT[change]}`];
  });
  return `Findings per kind, key and line: ${parts.join(', ')}.`;
}

function notesOf({ figures, isCut }: TraceComparison): readonly string[] {
  const { before, after } = figures.slices;
  const isShort = figures.differences.some(({ verdict }) => verdict === 'unmeasured');
  return [
    isCut
      ? 'Not all findings were kept: those beyond the setting raceTrace.maxFindings are not compared.'
      : '',
    isShort
      ? `Figures without an interval: the traces have ${count(before)} and ${count(after)} slices of ${figures.sliceSeconds.toFixed(1)} s, and ten are needed.`
      : '',
  ].filter((note) => note !== '');
}
