import { relative } from 'node:path';
import {
  type Analysis,
  explain,
  fileOf,
  type Finding,
  FINDING_CODES,
  findingSite,
  type History,
  type Ledger,
  levelOf,
  linePlace,
  type Metrics,
  remarksOnOk,
  versionsText,
} from '../../core/index.ts';
import { count, counted, signed } from '../../core/words/numbers.ts';
import { clipped } from '../../core/words/printable.ts';
import { balanceText } from './balance-text.ts';
import { costText } from './cost-text.ts';
import { looseLines, skippedLines } from './loose-text.ts';
import { problemHints } from './problem-hints.ts';
import type { CheckedTrace } from './checked-trace.ts';
import { inferredText } from './inferred-sites.ts';
import { marked, type Paint } from '../output/paint.ts';
import { LEVEL_SIGN, MARKS, VERDICT_SIGN } from '../../core/words/signs.ts';

/** Problems that are shown; JSON has more. */
const SHOWN_PROBLEMS = 10;
/** Characters of a sentence, of the measurements that stand for a mechanism, and of a path. */
const SENTENCE = 240;
const MEASUREMENTS = 600;
const PATH = 160;

/** The verdict on one file in one line, and why in a few. */
export function verdictText({ path, analysis, problems }: CheckedTrace, paint: Paint): string {
  const sign = VERDICT_SIGN[analysis.verdict];
  const head = `${marked(sign, sign.label.toUpperCase(), paint)}  ${paint('bold', clipped(path, PATH))}`;
  const refused = analysis.reading.accepted === 0 && problems[0] !== undefined ? [problems[0].message] : [];
  const because = [...refused, ...reasons(analysis)].map((reason) => `  ${clipped(reason, SENTENCE)}`);
  return `${[head, ...because].join('\n')}\n`;
}

function reasons(analysis: Analysis): readonly string[] {
  const { counts, verdict, reading } = analysis;
  const attempts = counted(reading.accepted, 'attempt');
  if (verdict === 'ok') return [`all checks ran on ${attempts} and found no error`, ...remarksOnOk(analysis)];
  if (verdict === 'unknown') return analysis.unknownBecause;
  const found = FINDING_CODES.filter((code) => counts[code] > 0 && levelOf(code) === 'error');
  return [
    `${found.map((code) => `${count(counts[code])} ${code}`).join(', ')} in ${attempts}`,
    costText(analysis),
  ];
}

/** Everything about one file, with at most `maxFindings` findings. */
export function checkText(trace: CheckedTrace, maxFindings: number, paint: Paint): string {
  const { analysis } = trace;
  const sections = [
    verdictText(trace, paint),
    section('findings', findings(trace, maxFindings, paint), paint),
    section('only possible', possible(trace, maxFindings, paint), paint),
    section(
      'not checked',
      analysis.notChecked.map((reason) => clipped(reason, SENTENCE)),
      paint,
    ),
    section('books', books(analysis.ledger, paint), paint),
    // What a store has logged are no answers, of which shares could be said.
    section('metrics', analysis.reading.storeLog ? [] : metrics(analysis.metrics), paint),
    section(
      'mechanism',
      analysis.mechanism.map(({ name, evidence }) => `${name}: ${clipped(evidence, MEASUREMENTS)}`),
      paint,
    ),
    section(`problems (${count(trace.problemsTotal)})`, problemLines(trace, paint), paint),
    section('no attempts', skippedLines(analysis.reading), paint),
    section('read loosely', looseLines(analysis.reading.loosely), paint),
    `${paint('dim', coverage(trace))}\n`,
  ];
  return sections.filter((part) => part !== '').join('\n');
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  return lines.length === 0
    ? ''
    : `${[paint('dim', title), ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}

function findings(
  { path, analysis, inferred }: CheckedTrace,
  maxFindings: number,
  paint: Paint,
): readonly string[] {
  const shown = analysis.findings.slice(0, maxFindings);
  const lines = shown.flatMap((finding) => findingLines({ path, analysis, inferred }, finding, paint));
  const total = FINDING_CODES.reduce((sum, code) => sum + analysis.counts[code], 0);
  const more = total - shown.length;
  return more > 0
    ? [...lines, paint('dim', `… and ${count(more)} more (--max-findings N, --format json)`)]
    : lines;
}

function findingLines(
  { path, analysis, inferred }: Pick<CheckedTrace, 'path' | 'analysis' | 'inferred'>,
  finding: Finding,
  paint: Paint,
): readonly string[] {
  const { history } = analysis;
  const [row, ...witnesses] = finding.rows;
  const site = findingSite(finding, analysis);
  const places = [
    site === undefined
      ? inferredText(finding, analysis, inferred)
      : `at ${paint('cyan', clipped(site, PATH))}`,
    row === undefined ? '' : `${clipped(fileOf(history, row) ?? path, PATH)}:${history.line[row]}`,
    witnesses.length === 0
      ? ''
      : `proved by ${witnessLines(witnesses.slice(0, 5), history)}${witnesses.length > 5 ? ', …' : ''}`,
  ].filter((place) => place !== '');
  const sentence = `${marked(LEVEL_SIGN[finding.level], finding.code, paint)}  ${clipped(explain(finding, analysis), SENTENCE)}`;
  return places.length === 0 ? [sentence] : [sentence, `    ${places.join('   ')}`];
}

/** `line 3, 4`; each with its file where there are several. */
function witnessLines(rows: readonly number[], history: History): string {
  if (history.files.length > 0) return rows.map((row) => clipped(linePlace(history, row), PATH)).join(', ');
  return `line ${rows.map((row) => history.line[row]).join(', ')}`;
}

/** What holds only if something that the trace leaves open turned out in one way. */
function possible(
  { analysis, inferred }: CheckedTrace,
  maxFindings: number,
  paint: Paint,
): readonly string[] {
  const { history } = analysis;
  const shown = analysis.possible.slice(0, maxFindings);
  const lines = shown.flatMap((finding) => {
    const rows = finding.rows.length === 0 ? '' : witnessLines(finding.rows.slice(0, 5), history);
    const where = inferred === undefined ? '' : inferredText(finding, analysis, inferred);
    const hangsOn = `hangs on: ${clipped(finding.hangsOn, SENTENCE)}`;
    return [
      `${marked(MARKS.possible, finding.code, paint)}  ${clipped(explain(finding, analysis), SENTENCE)}`,
      `    ${[rows, where, hangsOn].filter((part) => part !== '').join('; ')}`,
    ];
  });
  const more = analysis.possible.length - shown.length;
  return more > 0
    ? [...lines, paint('dim', `… and ${count(more)} more (--max-findings N, --format json)`)]
    : lines;
}

/** The invariant as a bookkeeper writes it, and what each cause adds to the mismatch. */
function books(ledger: Ledger, paint: Paint): readonly string[] {
  const { confirmed, mismatch = 0, by, undecided, unexplained, excessUnits, confirmedTwice } = ledger;
  const balance = balanceText(ledger);
  if (balance === undefined)
    return [`confirmed ${count(confirmed)}; initial and remaining inventory are not known of every key`];
  const { sum, holds } = balance;
  const outcome = holds ? paint('green', 'the books balance') : paint('red', `mismatch ${signed(mismatch)}`);
  const causes = Object.entries<number>({ ...by, undecided, unexplained }).filter(([, units]) => units !== 0);
  const excess = [
    ...(confirmedTwice === 0 ? [] : [`${counted(confirmedTwice, 'request')} confirmed more than once`]),
    ...(excessUnits === 0 ? [] : [`${counted(excessUnits, 'unit')} taken beyond one per confirmed request`]),
  ];
  return [
    `${sum}   ${outcome}`,
    ...causes.map(([cause, units]) => `  ${signed(units).padStart(8)}  ${cause}`),
    ...excess,
  ];
}

function metrics({ latencyMs, queueDelayMs, ...rates }: Metrics): readonly string[] {
  const { p50, p95, p99, max, mean } = latencyMs;
  const [conflict, timeout] = [100 * rates.conflictRate, 100 * rates.timeoutRate];
  const [attempts, retries] = [rates.attemptsPerRequest, rates.retriesPerRequest];
  return [
    ...measured('attempt latency', { p50, p95, p99, max, mean }, ' ms'),
    ...measured('queue delay', { ...queueDelayMs }, ' ms'),
    ...measured('share of attempts', { conflict, timeout }, ' %'),
    ...measured('per request', { attempts, retries }, ''),
  ];
}

/** One line of numbers; none if the trace has none of them. */
function measured(name: string, values: Readonly<Record<string, number>>, unit: string): readonly string[] {
  const known = Object.entries(values).filter(([, value]) => !Number.isNaN(value));
  const texts = known.map(([label, value]) => `${label} ${rounded(value)}`);
  return known.length === 0 ? [] : [`${name.padEnd(18)} ${texts.join('   ')}${unit}`];
}

function problemLines({ path, problems, problemsTotal }: CheckedTrace, paint: Paint): readonly string[] {
  const lines = problems
    .slice(0, SHOWN_PROBLEMS)
    .map(({ file = path, line, column, kind, message, excerpt }) => {
      const place = line === 0 ? clipped(file, PATH) : `${clipped(file, PATH)}:${line}`;
      const cell = column === '' ? '' : `${clipped(column, 60)}: `;
      const text = excerpt === '' ? '' : paint('dim', `   ${clipped(excerpt, 60)}`);
      return `${place}  ${paint('yellow', kind)}  ${cell}${clipped(message, SENTENCE)}${text}`;
    });
  const more = problemsTotal - lines.length;
  return [
    ...lines,
    ...(more > 0 ? [paint('dim', `… and ${count(more)} more (--format json has up to 1,000)`)] : []),
    ...problemHints(problems).map((hint) => paint('dim', hint)),
  ];
}

/** What the verdict is about. */
function coverage({ analysis, config }: CheckedTrace): string {
  const { reading, keys, facts, counts } = analysis;
  const parts = [
    counted(reading.accepted, 'attempt'),
    counted(keys.length, 'key'),
    reading.rejected === 0 ? '' : `${count(reading.rejected)} rejected`,
    analysis.repeatedRows === 0 ? '' : `${counted(analysis.repeatedRows, 'repeated row')} counted once`,
    counts['idempotent-replay'] === 0 ? '' : counted(counts['idempotent-replay'], 'idempotent replay'),
    versionsText(analysis),
    facts?.variant === undefined ? '' : `variant ${clipped(facts.variant, 40)}`,
    facts?.seed === undefined ? '' : `seed ${facts.seed}`,
    config === undefined ? '' : `mapped by ${clipped(relative('', config), PATH)}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function rounded(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 2 });
}
