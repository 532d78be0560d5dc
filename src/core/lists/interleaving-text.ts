import { displayWidth, fitted } from '../words/display-width.ts';
import { LEVEL_SIGN, withGlyph } from '../words/signs.ts';
import type { CodePath, CodePathStep } from './model.ts';

const LINE_WIDTH = 80;
const GAP = 2;

/** The code path as plain text of at most 80 columns: the claim, the steps side by side in time order, the books. */
export function interleavingText(path: CodePath): string {
  return (
    [...wrapped(path.claim), ...wrapped(path.proof), '', ...table(path), ...books(path)]
      .join('\n')
      .trimEnd() + '\n'
  );
}

/** The steps side by side, one line each; where a step was executed and what it lacks stand below. */
function table({ columns, steps, level }: CodePath): string[] {
  if (columns.length === 0) return [];
  const timeWidth = Math.max(4, ...steps.map(({ when }) => displayWidth(when)));
  const room = LINE_WIDTH - timeWidth - GAP * columns.length;
  const needed = Math.max(
    ...columns.map(({ label }) => displayWidth(label)),
    ...steps.flatMap((step) => cell(step, level).map(displayWidth)),
  );
  const width = Math.min(Math.floor(room / columns.length), needed);
  const line = (when: string, column: number, text: string): string => {
    const cells = columns.map((_, at) => fitted(at === column ? text : '', width));
    return [when.padStart(timeWidth), ...cells].join(' '.repeat(GAP)).trimEnd();
  };
  const labels = columns.map(({ label }) => fitted(label, width));
  const head = ['time'.padStart(timeWidth), ...labels].join(' '.repeat(GAP)).trimEnd();
  const body = steps.flatMap((step) =>
    cell(step, level)
      .flatMap((text) => wrapped(text, width))
      .map((text, index) => line(index === 0 ? step.when : '', step.column, text)),
  );
  return [head, ...body, ''];
}

function cell({ step, detail, site, lacks, offending }: CodePathStep, level: CodePath['level']): string[] {
  const what = withGlyph(offending ? LEVEL_SIGN[level] : { glyph: '' }, `${step} ${detail}`.trimEnd());
  return [what, site === '' ? '' : `  ${site}`, lacks === '' ? '' : `  ${lacks}`].filter(
    (text) => text !== '',
  );
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
