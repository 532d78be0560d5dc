import type { Analysis } from '../analysis.ts';
import { FINDING_CODES, definitionOf, levelOf } from '../findings/finding.ts';
import { clipped, printable } from '../words/printable.ts';
import { traceTimes } from '../history/attempt-times.ts';
import type { TraceSummary } from './model.ts';
import { count, counted, signed } from '../words/numbers.ts';
import { NONE } from '../words/codes.ts';
import { versionsText } from './versions-text.ts';

/** The first line of the view. `name` is the file's; `problems` are the first of reading as sentences, of `problemsTotal`. */
export function summarize(
  analysis: Analysis,
  name: string,
  problems: readonly string[],
  problemsTotal: number,
): TraceSummary {
  const { history, reading } = analysis;
  return {
    name: clipped(name, 200),
    verdict: analysis.verdict,
    headline: headline(analysis),
    unknownBecause: analysis.unknownBecause.map(printable),
    invalidBecause: [...(analysis.facts?.invalidBecause ?? []), ...(reading.invalidBecause ?? [])].map(
      (reason) => clipped(reason, 500),
    ),
    attempts: history.size,
    rejected: reading.rejected,
    problems: problems.map((problem) => clipped(problem, 500)),
    problemsTotal,
    hasTimes: traceTimes(history).hasTimes,
    hasClients: history.clientId.some((client) => client !== NONE),
    provenance: provenance(analysis),
  };
}

/** Errors and warnings, worst first; the mismatch as its number unless the keys' cancel each other out. */
function headline(analysis: Analysis): string[] {
  const possible = analysis.possible.length;
  return [...certain(analysis), ...(possible === 0 ? [] : [`${count(possible)} only possible`])];
}

function certain({ counts, keys, history }: Analysis): string[] {
  const mismatch = keys.reduce((sum, { ledger }) => sum + (ledger.mismatch ?? 0), 0);
  const parts = FINDING_CODES.filter((code) => counts[code] > 0 && levelOf(code) !== 'info').map((code) =>
    code === 'invariant-mismatch' && mismatch !== 0
      ? `mismatch ${signed(mismatch)}`
      : counted(counts[code], ...definitionOf(code).names),
  );
  if (parts.length > 0) return parts;
  const lost = counts['lost-confirmation'];
  const replays = counts['idempotent-replay'];
  return [
    `${counted(history.size, 'attempt')} checked`,
    ...(lost > 0 ? [counted(lost, ...definitionOf('lost-confirmation').names)] : []),
    ...(replays > 0 ? [counted(replays, 'idempotent replay')] : []),
  ];
}

/** `seed 7 · unsafe · versions sequential (inferred) · 3 lines skipped by where msg=sold`. */
function provenance(analysis: Analysis): string {
  const { facts, reading } = analysis;
  const parts = [
    facts?.seed === undefined ? '' : `seed ${facts.seed}`,
    facts?.variant === undefined ? '' : clipped(facts.variant, 60),
    versionsText(analysis),
    analysis.repeatedRows === 0 ? '' : `${counted(analysis.repeatedRows, 'repeated row')} counted once`,
    ...Object.entries(reading.leftOut ?? {}).map(
      ([by, lines]) => `${counted(lines, 'line')} skipped by ${clipped(by, 80)}`,
    ),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
