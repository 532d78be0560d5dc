import type { Analysis } from '../analysis.ts';
import type { FindingCode } from '../check/finding.ts';
import { FINDING_CODES, LEVEL } from '../check/finding.ts';
import { NONE } from '../history/history.ts';
import { clipped, printable } from '../words/printable.ts';
import { traceTimes } from '../history/attempt-times.ts';
import type { TraceSummary } from './model.ts';
import { counted, signed } from '../words/numbers.ts';

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
    attempts: history.size,
    rejected: reading.rejected,
    problems: problems.map((problem) => clipped(problem, 500)),
    problemsTotal,
    hasTimes: traceTimes(history).hasTimes,
    hasClients: history.clientId.some((client) => client !== NONE),
    provenance: provenance(analysis),
  };
}

/** One and many of each code. */
const NAMES: Readonly<Record<FindingCode, readonly [string, string]>> = {
  'stale-version-write': ['stale write', 'stale writes'],
  'duplicate-confirmation': ['duplicate confirmation', 'duplicate confirmations'],
  'confirmation-without-write': ['confirmation without a write', 'confirmations without a write'],
  'invariant-mismatch': ['key out of balance', 'keys out of balance'],
  'negative-inventory': ['negative inventory', 'negative inventories'],
  'version-reuse': ['reused version', 'reused versions'],
  'phantom-read': ['phantom read', 'phantom reads'],
  'stale-read': ['stale read', 'stale reads'],
  'lost-confirmation': ['lost confirmation', 'lost confirmations'],
  'unconditional-pattern': ['key with stale writes and no refusal', 'keys with stale writes and no refusal'],
};

/** Errors and warnings, worst first; the mismatch as its number unless the keys' cancel each other out. */
function headline({ counts, keys, history }: Analysis): string[] {
  const mismatch = keys.reduce((sum, { ledger }) => sum + (ledger.mismatch ?? 0), 0);
  const parts = FINDING_CODES.filter((code) => counts[code] > 0 && LEVEL[code] !== 'info').map((code) =>
    code === 'invariant-mismatch' && mismatch !== 0
      ? `mismatch ${signed(mismatch)}`
      : counted(counts[code], ...NAMES[code]),
  );
  if (parts.length > 0) return parts;
  const lost = counts['lost-confirmation'];
  const replays = counts['idempotent-replay'];
  return [
    `${counted(history.size, 'attempt')} checked`,
    ...(lost > 0 ? [counted(lost, ...NAMES['lost-confirmation'])] : []),
    ...(replays > 0 ? [counted(replays, 'idempotent replay')] : []),
  ];
}

/** `seed 7 · unsafe · versions sequential (inferred)`. */
function provenance({ facts, scheme }: Analysis): string {
  const parts = [
    facts?.seed === undefined ? '' : `seed ${facts.seed}`,
    facts?.variant === undefined ? '' : clipped(facts.variant, 60),
    `versions ${scheme.scheme}${scheme.inferred ? ' (inferred)' : ''}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
