import { displayWidth, fitted } from '../words/display-width.ts';
import { LEVEL_SIGN, withGlyph } from '../words/signs.ts';
import type { CodePath, StepsSideBySide } from './model.ts';

type TableStep = StepsSideBySide['steps'][number];

const LINE_WIDTH = 80;
const GAP = 2;

/** The code path as plain text of at most 80 columns: the claim, the steps side by side in time order, the books. */
export function interleavingText(path: CodePath): string {
  return (
    [
      ...wrapped(path.hangsOn === '' ? path.claim : `Only possible: ${path.claim}`),
      ...(path.hangsOn === '' ? [] : wrapped(`It hangs on ${path.hangsOn}.`)),
      ...wrapped(path.proof),
      '',
      ...interleavingLines(path),
      ...(path.columns.length === 0 ? [] : ['']),
      ...books(path),
    ]
      .join('\n')
      .trimEnd() + '\n'
  );
}

/** Which part of the table a text is, for a caller that puts colours on it. */
export type InterleavingPart = 'head' | 'when' | 'offending' | 'step';

/**
 * The steps side by side, one line each, of at most `mostWidth` columns; where a step was executed and what it lacks stand
 * below it. No lines where there is no step.
 * @param emphasized the same text with the look of its part; the text has its final width by then
 */
export function interleavingLines(
  { columns, steps, level }: StepsSideBySide,
  mostWidth = LINE_WIDTH,
  emphasized: (part: InterleavingPart, text: string) => string = (_, text) => text,
): string[] {
  if (columns.length === 0) return [];
  const timeWidth = Math.max(4, ...steps.map(({ when }) => displayWidth(when)));
  const room = mostWidth - timeWidth - GAP * columns.length;
  const needed = Math.max(
    ...columns.map(({ label }) => displayWidth(label)),
    ...steps.flatMap((step) => cell(step, level).map(displayWidth)),
  );
  const width = Math.min(Math.floor(room / columns.length), needed);
  const line = (when: string, column: number, text: string, part: InterleavingPart): string => {
    const before = ' '.repeat(GAP + column * (width + GAP));
    return `${emphasized('when', when.padStart(timeWidth))}${before}${emphasized(part, text)}`.trimEnd();
  };
  const labels = columns.map(({ label }) => fitted(label, width));
  const head = ['time'.padStart(timeWidth), ...labels].join(' '.repeat(GAP)).trimEnd();
  const body = steps.flatMap((step) =>
    cell(step, level)
      .flatMap((text) => wrapped(text, width))
      .map((text, index) =>
        line(index === 0 ? step.when : '', step.column, text, step.offending ? 'offending' : 'step'),
      ),
  );
  return [emphasized('head', head), ...body];
}

/** What a step did, as it is written wherever an interleaving is: `read v1, 1 left`, `✕ write v1→v3`, `confirm ✓`. */
export function stepText(
  { step, detail, offending }: Pick<TableStep, 'step' | 'detail' | 'offending'>,
  level: StepsSideBySide['level'],
): string {
  return withGlyph(offending ? LEVEL_SIGN[level] : { glyph: '' }, `${step} ${detail}`.trimEnd());
}

function cell(step: TableStep, level: StepsSideBySide['level']): string[] {
  const below = [step.site, step.lacks].filter((text) => text !== '');
  return [stepText(step, level), ...below.map((text) => `  ${text}`)];
}

function books({ books: lines, booksTitle }: CodePath): string[] {
  if (lines.length === 0) return [];
  return [fitted(booksTitle, LINE_WIDTH).trimEnd(), ...lines.flatMap(({ text }) => wrapped(text))];
}

/** Broken between words, with the indent of the first line; a word that is longer than a line is cut. */
function wrapped(text: string, width = LINE_WIDTH): string[] {
  const indent = /^ */.exec(text)![0];
  const lines: string[] = [];
  for (const word of text.split(' ').filter((each) => each !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(fitted(indent + word, width).trimEnd());
  }
  return lines;
}
