import type { Analysis } from '../analysis.ts';
import { NONE } from '../history/history.ts';
import type { History } from '../history/history.ts';
import { count, counted, signed } from '../words/numbers.ts';
import { printableName } from '../words/printable.ts';
import type { Finding, FindingCode } from './finding.ts';

/** One sentence that says what happened, such as `B wrote v1→v2 after A had already replaced v1`; all of it printable. */
export function explain(finding: Finding, analysis: Analysis): string {
  return SENTENCES[finding.code](finding, analysis.history, analysis);
}

type Sentence = (finding: Finding, history: History, analysis: Analysis) => string;

const SENTENCES: Readonly<Record<FindingCode, Sentence>> = {
  'stale-version-write': ({ rows, data }, history) => {
    const base = version(history, data.base);
    const isOutside = rows[1] === undefined || data.untraced === 'the first';
    const overtaker = isOutside ? 'a writer outside the trace' : other(history, rows, 1);
    return `${offender(history, rows)} wrote ${base}→${version(history, data.made)} after ${overtaker} had already replaced ${base}`;
  },
  'duplicate-confirmation': ({ rows, data }, history) => {
    const made = rows.toSorted((a, b) => a - b).map((row) => wrote(history, row));
    const more = (data.confirmations ?? rows.length) > rows.length ? ', …' : '';
    return `request ${text(history, history.requestId, rows[0]!)} was confirmed ${data.confirmations ?? rows.length} times: ${made.join(', ')}${more}`;
  },
  'confirmation-without-write': ({ rows }, history) =>
    `${offender(history, rows)} was told success, but request ${text(history, history.requestId, rows[0]!)} never wrote`,
  'invariant-mismatch': ({ key, data }, history, analysis) => {
    const { confirmed = 0, taken = 0 } = data;
    const ledger = analysis.keys.find((each) => each.key === key)?.ledger;
    const books = `initial ${count(ledger?.initial ?? 0)} − remaining ${count(ledger?.remaining ?? 0)}`;
    return `${name(history, key)}: ${count(confirmed)} confirmed but ${count(taken)} taken (${books}), a mismatch of ${signed(confirmed - taken)}`;
  },
  'negative-inventory': ({ rows, key, data }, history) => {
    const value = `${counted(data.value ?? 0, 'unit')} of ${name(history, key)}`;
    if (rows[0] === undefined) return `the store ended with ${value}`;
    const verb = history.writeValue[rows[0]] === data.value ? 'left' : 'read';
    return `${offender(history, rows)} ${verb} ${value}`;
  },
  'version-reuse': ({ rows }, history) => {
    const row = rows[0]!;
    const made = version(history, history.writeVersion[row]);
    const base = version(history, history.readVersion[row]);
    if (rows[1] === undefined)
      return `${offender(history, rows)} wrote ${made} although it had already read ${base}`;
    const otherBase = version(history, history.readVersion[rows[1]]);
    return `${offender(history, rows)} and ${other(history, rows, 1)} both made ${made}, from ${base} and from ${otherBase}`;
  },
  'phantom-read': ({ rows }, history) =>
    `${offender(history, rows)} read ${version(history, history.readVersion[rows[0]!])}, which no write in the trace can have made`,
  'stale-read': ({ rows }, history) => {
    const newer = version(history, history.writeVersion[rows[1]!]);
    return `${offender(history, rows)} read ${version(history, history.readVersion[rows[0]!])} after ${other(history, rows, 1)} had been told that ${newer} was written`;
  },
  'lost-confirmation': ({ rows, data }, history) =>
    `${offender(history, rows)} timed out, but its write was applied as ${version(history, data.made)}; its client was never told`,
  'unconditional-pattern': ({ key }, history) =>
    `stale writes to ${name(history, key)} were accepted and no refusal was seen: the write may have no condition`,
};

/** `path:line[:column]` of the offending step as the trace has it (not made printable); undefined where it has none. */
export function findingSite(finding: Finding, analysis: Analysis): string | undefined {
  const row = finding.rows[0];
  if (row === undefined) return undefined;
  const { readSite, writeSite, confirmSite, strings } = analysis.history;
  const sites = { read: readSite, write: writeSite, confirm: confirmSite };
  for (const step of stepsToBlame(finding, analysis.history)) {
    const site = sites[step][row] ?? NONE;
    if (site !== NONE) return strings[site];
  }
  return undefined;
}

/**
 * Which step of the offending attempt did it, first; the others stand in where the trace has no site of it. None for a
 * finding about a key's books alone.
 */
export function stepsToBlame({ code, rows }: Finding, history: History): readonly StepName[] {
  if (rows[0] === undefined) return [];
  const readIt = code === 'negative-inventory' && !(history.writeValue[rows[0]]! < 0);
  return readIt ? ['read', 'confirm', 'write'] : STEPS_TO_BLAME[code];
}

type StepName = 'read' | 'write' | 'confirm';

const STEPS_TO_BLAME: Readonly<Record<FindingCode, readonly StepName[]>> = {
  'stale-version-write': ['write', 'confirm', 'read'],
  'duplicate-confirmation': ['confirm', 'write', 'read'],
  'confirmation-without-write': ['confirm', 'write', 'read'],
  'invariant-mismatch': [],
  'negative-inventory': ['write', 'read', 'confirm'],
  'version-reuse': ['write', 'read', 'confirm'],
  'phantom-read': ['read', 'write', 'confirm'],
  'stale-read': ['read', 'write', 'confirm'],
  'lost-confirmation': ['write', 'confirm', 'read'],
  'unconditional-pattern': ['write', 'confirm', 'read'],
};

/** What the offending attempt is called: by its client, else its worker, else its request; all if others share the name. */
function offender(history: History, rows: readonly number[]): string {
  return nameBeside(history, rows[0]!, rows[1]);
}

function other(history: History, rows: readonly number[], index: number): string {
  return nameBeside(history, rows[index]!, rows[0]);
}

/** What an attempt is called, told apart from the row `besides` where both would be called the same; printable. */
export function nameBeside(history: History, row: number, besides: number | undefined): string {
  const called = attemptName(history, row);
  if (besides === undefined || attemptName(history, besides) !== called) return called;
  const request = text(history, history.requestId, row);
  const line = `line ${history.line[row]!}`;
  const sameRequest = history.requestId[row] === history.requestId[besides];
  return `${called} (${sameRequest ? line : request})`;
}

function attemptName(history: History, row: number): string {
  for (const column of [history.clientId, history.workerId, history.requestId])
    if (column[row] !== NONE) return text(history, column, row);
  return `line ${history.line[row]!}`;
}

function wrote(history: History, row: number): string {
  return `${version(history, history.readVersion[row])}→${version(history, history.writeVersion[row])}`;
}

function version(history: History, cell: number | undefined): string {
  return cell === undefined || cell === NONE ? 'an unknown version' : `v${history.versions.text(cell)}`;
}

function text(history: History, column: Int32Array, row: number): string {
  return name(history, column[row]!);
}

function name(history: History, index: number): string {
  return printableName(history.strings[index] ?? '');
}
