import {
  type Analysis,
  interleavingLines,
  interleavingOfClients,
  type Ledger,
  remarksOnOk,
} from '../../core/index.ts';
import { printable } from '../../core/words/printable.ts';
import { balanceText } from '../check/balance-text.ts';
import { blamedLines } from '../blamed-line.ts';
import { marked, type Paint } from '../output/paint.ts';
import { MARKS, VERDICT_SIGN } from '../../core/words/signs.ts';

/** One variant's trace, read back and checked. */
export interface CheckedVariant {
  readonly variant: string;
  readonly analysis: Analysis;
  readonly runs: number;
  readonly identicalRuns: number;
}

const LINE_WIDTH = 80;
const INDENT = '  ';
const LABEL_WIDTH = 11;

/** What each variant is, for a reader who has not read its code. */
const WHAT: Readonly<Record<string, string>> = {
  unsafe: 'writes back what it computed, whatever has been written since',
  atomic: 'lets the store take a unit, if there is one, in a single step',
  conditional: 'writes only if the version still is the one it read',
};

/** Everything about one variant: what happened in two columns, the books, the verdict, and the line that is to blame. */
export function variantText(checked: CheckedVariant, paint: Paint, absoluteSites: boolean): string {
  const { analysis, variant } = checked;
  const lines = [
    `${paint('bold', printable(variant).toUpperCase())}  ${paint('dim', WHAT[variant] ?? '')}`,
    '',
    ...tableOf(analysis, paint),
    '',
    ...booksOf(analysis.ledger, paint),
    ...verdictOf(checked, paint, absoluteSites),
    ...runsOf(checked, paint),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** The table of the interleaving: a line per step, a column per client. */
function tableOf(analysis: Analysis, paint: Paint): readonly string[] {
  const lines = interleavingLines(
    interleavingOfClients(analysis),
    LINE_WIDTH - INDENT.length,
    (part, text) => (part === 'step' ? text : paint(part === 'offending' ? 'red' : 'dim', text)),
  );
  return lines.map((line) => INDENT + line);
}

/** The invariant with its numbers. */
function booksOf(ledger: Ledger, paint: Paint): readonly string[] {
  const balance = balanceText(ledger);
  if (balance === undefined) return [];
  const { sum, holds } = balance;
  const { mismatch = 0 } = ledger;
  const sign = mismatch > 0 ? '+' : '';
  const outcome = holds
    ? marked(MARKS.good, 'the books balance', paint)
    : marked(MARKS.bad, `mismatch ${sign}${mismatch}`, paint);
  return [`  invariant  ${sum}   ${outcome}`];
}

function verdictOf(
  { analysis, variant }: CheckedVariant,
  paint: Paint,
  absoluteSites: boolean,
): readonly string[] {
  const worst = analysis.findings[0];
  if (worst?.level !== 'error') {
    const because = [...analysis.unknownBecause, ...remarksOnOk(analysis)].map(
      (reason) => `             ${printable(reason)}`,
    );
    const verdict = marked(VERDICT_SIGN[analysis.verdict], analysis.verdict, paint);
    return [`  verdict    ${verdict}`, ...because];
  }
  const lines = blamedLines({ variant, finding: worst, analysis }, paint, absoluteSites);
  return lines.map(([label, text]) => `  ${label.padEnd(LABEL_WIDTH)}${text}`);
}

function runsOf({ runs, identicalRuns }: CheckedVariant, paint: Paint): readonly string[] {
  if (runs === 1) return [];
  const text = `${identicalRuns} of ${runs} runs made the same rows, the clock apart`;
  return [`  again      ${marked(identicalRuns === runs ? MARKS.good : MARKS.bad, text, paint)}`];
}
