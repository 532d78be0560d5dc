import type { Analysis, FindingCode, MechanismName } from '../../core/index.ts';
import { figureAndLimit } from '../../core/words/figures.ts';
import { counted, duration } from '../../core/words/numbers.ts';
import { printable } from '../../core/words/printable.ts';
import type { MechanismCase } from './model.ts';
import type { SidedPhase } from './input.ts';
import { waitingIn } from './waiting.ts';

const NAMES: readonly MechanismName[] = [
  'race',
  'stale cache or replica',
  'retry duplication',
  'queueing overload',
  'storage transaction problem',
];

/** What one phase has for or against a mechanism. What several phases say in the same words is said once, with their names. */
interface Statement {
  readonly speaks: 'for' | 'limit' | 'against';
  readonly words: string;
  /** What is this phase's own; '' if nothing. */
  readonly detail: string;
}

/** A statement and whose it is. */
interface Said extends Statement {
  readonly variant: string;
  readonly phase: string;
}

/** What speaks for and against each of the mechanisms, over all of these phases. */
export function mechanismCases(
  phases: readonly SidedPhase[],
  queueLimitMs: number,
): readonly MechanismCase[] {
  return NAMES.map((name) => {
    const said = phases.flatMap((phase) => {
      const statement =
        name === 'queueing overload'
          ? overload(phase, queueLimitMs)
          : (supported(phase.record.analysis, name) ?? OTHERWISE[name](phase));
      const variant = phase.label.replace(` · ${phase.phase}`, '');
      return statement === undefined ? [] : [{ variant, phase: phase.phase, ...statement }];
    });
    const of = (...speaks: readonly Statement['speaks'][]) =>
      together(said.filter((each) => speaks.includes(each.speaks)));
    const has = (speaks: Statement['speaks']) => said.some((each) => each.speaks === speaks);
    const deciding = has('for') ? 'for' : 'limit';
    return {
      name,
      within: [...new Set(said.filter(({ speaks }) => speaks === deciding).map(({ variant }) => variant))],
      verdict: has('for')
        ? 'supported'
        : has('limit')
          ? 'waits have another cause'
          : said.length > 0
            ? 'not supported'
            : 'not measured',
      evidenceFor: of('for', 'limit'),
      evidenceAgainst: of('against'),
    };
  });
}

function supported({ mechanism }: Analysis, name: MechanismName): Statement | undefined {
  const found = mechanism.find((each) => each.name === name);
  return found && { speaks: 'for', words: printable(found.evidence), detail: '' };
}

/** `no request was confirmed more than once: conditional · baseline, fault (39 repeats); unsafe · baseline`. */
function together(said: readonly Said[]): readonly string[] {
  return [...new Set(said.map(({ words }) => words))].map((words) => {
    const own = said.filter((each) => each.words === words);
    const variants = [...new Set(own.map(({ variant }) => variant))].map((variant) => {
      const phases = own.filter((each) => each.variant === variant);
      return `${variant} · ${phases.map(({ phase, detail }) => (detail === '' ? phase : `${phase} (${detail})`)).join(', ')}`;
    });
    return `${words}: ${variants.join('; ')}`;
  });
}

/** What a phase says of a mechanism that its checker does not support; undefined where it cannot tell. */
type Otherwise = (phase: SidedPhase) => Statement | undefined;

const against = (words: string, detail = ''): Statement => ({ speaks: 'against', words, detail });

/** Whether attempts waited because too much was asked of the service, by all that was measured and not by the rows alone. */
function overload({ record }: SidedPhase, limitMs: number): Statement | undefined {
  const { max, p99 } = record.analysis.metrics.queueDelayMs;
  const waiting = waitingIn(record, limitMs);
  if (waiting === undefined || Number.isNaN(max)) return undefined;
  const { name, text } = waiting;
  const [longest, limit] = figureAndLimit(max, limitMs, 'ms');
  if (name === 'no delay')
    return against(`no wait reached ${limit}`, `p99 ${duration(p99)}, longest ${longest}`);
  const words = `${name}. ${text.replace(/\.$/, '')}`;
  return name === 'queueing overload'
    ? { speaks: 'for', words: text.replace(/\.$/, ''), detail: '' }
    : { speaks: 'limit', words, detail: '' };
}

const OTHERWISE: Readonly<Record<Exclude<MechanismName, 'queueing overload'>, Otherwise>> = {
  race: ({ record: { analysis } }) => {
    const { history } = analysis;
    if (!history.columns.has('read_version') || !history.columns.has('write_version')) return undefined;
    return against('no stale-version write');
  },
  'stale cache or replica': ({ record: { analysis } }) => {
    const { history } = analysis;
    if (!history.columns.has('read_us') || !history.columns.has('end_us')) return undefined;
    return against('no stale write began after the newer version was confirmed');
  },
  'retry duplication': ({ record: { analysis } }) => {
    const replays = analysis.counts['idempotent-replay'];
    return against(
      'no request was confirmed more than once',
      replays === 0 ? '' : `${counted(replays, 'repeat')} got the first confirmation back`,
    );
  },
  'storage transaction problem': ({ record: { analysis } }) => {
    const codes: readonly FindingCode[] = ['version-reuse', 'phantom-read'];
    if (!analysis.history.columns.has('read_version') || codes.some((code) => analysis.counts[code] > 0))
      return undefined;
    return against('no version was reused, regressed or read without a write');
  },
};
