import {
  type CriterionName,
  type Decision,
  type Evidence,
  LOADED_PHASES,
  type PhaseEvidence,
  type PhaseName,
  type Reason,
  shortSite,
  type Validation,
} from '../../core/index.ts';
import { count, counted } from '../../core/words/numbers.ts';
import { printable } from '../../core/words/printable.ts';
import type { SummaryPart } from './model.ts';
import type { SidedPhase } from './input.ts';
import { waitingIn } from './waiting.ts';

/** The decision in plain sentences: what made it, with its cause and line of code, and what speaks for it. */
export function summaryOf(
  decision: Decision,
  evidence: Evidence,
  phases: readonly SidedPhase[],
): readonly SummaryPart[] {
  const { reasons } = decision;
  const of = (level: Reason['level']) => reasons.filter((reason) => reason.level === level);
  const parts = {
    blocked: [
      { title: 'Why', sentences: whyBlocked(of('blocks'), decision, evidence, phases) },
      { title: 'What holds', sentences: whatHolds(decision, evidence) },
    ],
    undecided: [
      { title: 'What is missing', sentences: of('withholds').map(({ text }) => text) },
      { title: 'What holds so far', sentences: whatHolds(decision, evidence) },
    ],
    canary: [
      { title: 'Why it may start', sentences: whatHolds(decision, evidence) },
      { title: 'Why not more', sentences: of('limits').map(({ text }) => text) },
    ],
    release: [{ title: 'Why', sentences: whatHolds(decision, evidence) }],
  }[decision.decision];
  return parts.filter(({ sentences }) => sentences.length > 0);
}

/** What is proved by the traces is told by its cause, once for all phases; every other reason stands for itself. */
function whyBlocked(
  reasons: readonly Reason[],
  decision: Decision,
  { candidate }: Evidence,
  phases: readonly SidedPhase[],
): readonly string[] {
  const proved = reasons.filter(({ code }) => code === 'violation' || code === 'mismatch');
  const wrong = [...new Set(proved.map(({ evidence }) => evidence.phase))].flatMap(
    (phase) => candidate.phases[phase as PhaseName] ?? [],
  );
  return [
    ...causes(candidate, wrong),
    ...(wrong.length === 0 ? [] : [wrong.map((each) => `${damage(each)}.`).join(' ')]),
    ...reasons
      .filter((reason) => !proved.includes(reason))
      .map((reason) => `${reason.text}${waitingText(reason, decision, phases)}`),
  ];
}

/** Which line of code, and what it lacks. */
function causes({ variant }: Validation, wrong: readonly PhaseEvidence[]): readonly string[] {
  const [site] = wrong.flatMap(({ sites }) => sites);
  const at = site === undefined ? 'a line that the trace does not name' : shortSite(site);
  const has = (code: 'stale-version-write' | 'duplicate-confirmation') =>
    wrong.some(({ counts }) => counts[code] > 0);
  const name = printable(variant);
  return [
    ...(has('stale-version-write')
      ? [
          `${name} sells one unit twice: its write at ${at} does not check that the version it read is still the current one.`,
        ]
      : []),
    ...(has('duplicate-confirmation')
      ? [`${name} takes a second unit for a repeated request instead of repeating its confirmation.`]
      : []),
  ];
}

const DAMAGE = [
  ['stale-version-write', 'stale-version write'],
  ['confirmation-without-write', 'confirmation without a write'],
  ['negative-inventory', 'value below zero'],
  ['version-reuse', 'reused version'],
  ['phantom-read', 'phantom read'],
] as const;

/** `load: 30 units confirmed that were not there (31 stale-version writes)`. */
function damage({ phase, counts, ledger: { mismatch = 0 } }: PhaseEvidence): string {
  const units = counted(Math.abs(mismatch), 'unit');
  const books =
    mismatch === 0
      ? 'the books balance'
      : mismatch > 0
        ? `${units} confirmed that did not exist`
        : `${units} gone without a confirmation`;
  const found = DAMAGE.filter(([code]) => counts[code] > 0).map(([code, words]) =>
    counted(counts[code], words),
  );
  const twice = counts['duplicate-confirmation'];
  if (twice > 0) found.push(`${counted(twice, 'request')} confirmed more than once`);
  return `In ${phase}: ${books}${found.length === 0 ? '' : ` (${found.join(', ')})`}`;
}

/** The criteria that a lack of workers, a pause, a slow store or a busy machine can miss. */
const OF_WAITING: ReadonlySet<CriterionName> = new Set([
  'maximum queue delay',
  'p99 latency',
  'HTTP 5xx rate',
]);

/** Why the attempts of the phase waited, after the first criterion that it missed by it: each cause has a cure of its own. */
function waitingText(reason: Reason, { criteria, reasons }: Decision, phases: readonly SidedPhase[]): string {
  const missed = criteria.filter(({ criterion, status }) => status === 'fail' && OF_WAITING.has(criterion));
  const { phase } = reason.evidence;
  const isMissed = ({ evidence }: Reason) => missed.some((each) => each.evidence === evidence);
  const first = reasons.find((each) => each.evidence.phase === phase && isMissed(each));
  if (first !== reason) return '';
  const found = phases.find((each) => each.side === 'candidate' && each.phase === phase);
  const limit = criteria.find(({ criterion }) => criterion === 'maximum queue delay')?.limit;
  const waiting = found && limit !== undefined ? waitingIn(found.record, limit) : undefined;
  return waiting === undefined ? '' : ` ${waiting.text}`;
}

/** What was proved, each in one sentence however many phases prove it. */
function whatHolds({ reasons, criteria, decision }: Decision, { candidate }: Evidence): readonly string[] {
  const held = reasons.filter(({ code }) => code === 'invariant-held').map(({ evidence }) => evidence.phase);
  const others = reasons.filter(({ level, code }) => level === 'supports' && code !== 'invariant-held');
  const loads = LOADED_PHASES.filter((phase) => held.includes(phase)).flatMap(
    (phase) => candidate.phases[phase] ?? [],
  );
  const writers = loads.reduce((sum, { contention }) => sum + contention.writers, 0);
  const overlapped = loads.reduce((sum, { contention }) => sum + contention.overlapped, 0);
  const limits = criteria.filter(({ phase }) => phase !== 'canary');
  return [
    ...(held.length === 0
      ? []
      : [
          `No unit was lost or sold twice in ${inWords(held)}` +
            (loads.length === 0
              ? '.'
              : `: under load ${counted(writers, 'attempt')} could write, and ${count(overlapped)} of them met another on their key.`),
        ]),
    ...others.map(({ text }) => text),
    ...(decision !== 'blocked' && limits.length > 0 && limits.every(({ status }) => status === 'pass')
      ? ['Latency, server errors, queue delay, conflicts and retries kept their limits.']
      : []),
  ];
}

function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
