import type { MechanismName } from '../../core/analysis.ts';
import type { FindingCode } from '../../core/check/finding.ts';
import { counted, duration, signed } from '../../core/text/numbers.ts';
import { printable } from '../../core/text/printable.ts';
import type { MechanismCase } from '../model.ts';
import type { SidedPhase } from './input.ts';

const NAMES: readonly MechanismName[] = [
  'race',
  'retry duplication',
  'queueing overload',
  'storage transaction problem',
];

/** What speaks for and against each of the four mechanisms, over all of these phases. */
export function mechanismCases(
  phases: readonly SidedPhase[],
  queueLimitMs: number,
): readonly MechanismCase[] {
  return NAMES.map((name) => {
    const evidenceFor = phases.flatMap(({ label, record: { analysis } }) =>
      analysis.mechanism
        .filter((mechanism) => mechanism.name === name)
        .map(({ evidence }) => `${label}: ${printable(evidence)}`),
    );
    const against = phases.map((phase) => AGAINST[name](phase, queueLimitMs));
    const evidenceAgainst = against.filter((sentence) => sentence !== undefined);
    const measured = evidenceFor.length + evidenceAgainst.length > 0;
    return {
      name,
      verdict: evidenceFor.length > 0 ? 'supported' : measured ? 'not supported' : 'not measured',
      evidenceFor,
      evidenceAgainst,
    };
  });
}

/** What a phase has against a mechanism; undefined where it has nothing, or cannot tell. */
type Against = (phase: SidedPhase, queueLimitMs: number) => string | undefined;

const AGAINST: Readonly<Record<MechanismName, Against>> = {
  race: ({ label, record: { analysis } }) => {
    const { counts, ledger, history } = analysis;
    if (!history.columns.has('read_version') || !history.columns.has('write_version')) return undefined;
    if (counts['stale-version-write'] === 0)
      return `${label}: no stale-version write in ${counted(history.size, 'attempt')}`;
    const other = (ledger.mismatch ?? 0) - ledger.by['stale-version-write'];
    return ledger.mismatch === undefined || other === 0
      ? undefined
      : `${label}: ${signed(other)} of the mismatch of ${signed(ledger.mismatch)} is not put down to stale writes`;
  },
  'retry duplication': ({ label, record: { analysis } }) => {
    const { counts, ledger } = analysis;
    if (counts['duplicate-confirmation'] > 0 || ledger.excessUnits > 0) return undefined;
    const replays = counts['idempotent-replay'];
    const replayed = replays === 0 ? '' : `; ${counted(replays, 'repeat')} got the first confirmation back`;
    return `${label}: no request was confirmed more than once${replayed}`;
  },
  'queueing overload': ({ label, record: { analysis } }, limitMs) => {
    const { max, p99 } = analysis.metrics.queueDelayMs;
    if (Number.isNaN(max) || analysis.mechanism.some(({ name }) => name === 'queueing overload'))
      return undefined;
    const size = `${label}: queue delay p99 ${duration(p99)}, maximum ${duration(max)}`;
    return max < limitMs
      ? `${size}, below ${duration(limitMs)}`
      : `${size}, but it did not grow over the run`;
  },
  'storage transaction problem': ({ label, record: { analysis } }) => {
    const codes: readonly FindingCode[] = ['version-reuse', 'phantom-read'];
    if (!analysis.history.columns.has('read_version') || codes.some((code) => analysis.counts[code] > 0))
      return undefined;
    if (analysis.mechanism.some(({ name }) => name === 'storage transaction problem')) return undefined;
    return `${label}: no version was reused, regressed or came from nowhere on ${counted(analysis.keys.length, 'key')}`;
  },
};
