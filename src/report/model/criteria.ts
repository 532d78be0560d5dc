import { type Criteria, DEFAULT_CRITERIA } from '../../core/index.ts';
import { percent } from '../../core/words/figures.ts';
import { count, duration, span } from '../../core/words/numbers.ts';
import type { CriterionLine } from './model.ts';

type Words = readonly [name: string, text: (value: number) => string];

const below = (text: (value: number) => string) => (value: number) => `below ${text(value)}`;
const most = (text: (value: number) => string) => (value: number) => `at most ${text(value)}`;
const least = (text: (value: number) => string) => (value: number) => `at least ${text(value)}`;
const plain = (value: number) => String(value);

const WORDS: Readonly<Record<Exclude<keyof Criteria, 'shorterRunEarnsCanary' | 'allowDifferent'>, Words>> = {
  p99LatencyMs: ['p99 latency', below(duration)],
  http5xxRate: ['HTTP 5xx rate', below(percent)],
  maxQueueDelayMs: ['maximum queue delay', below(duration)],
  invariantMismatch: ['invariant mismatch', plain],
  maxConflictRate: ['conflict rate', most(percent)],
  maxAttemptsPerRequest: ['attempts per request', most(plain)],
  maxUnknownShare: ['attempts of unknown outcome', most(percent)],
  achievedRateTolerance: ['shortfall of the answered rate', most(percent)],
  minWorkers: ['workers that took part', least(count)],
  minContendedKeys: ['keys that two workers held at once', least(count)],
  minOverlap: ['workers on one key at once', least(count)],
  minOverlapped: ['attempts that overlapped another', least(count)],
  peakRatePerS: ['rate of the peak', (value) => `${count(value)}/s`],
  peakSeconds: ['length of the peak', span],
  minSeconds: ['length of a scaled load', least(span)],
  minRequests: ['requests of a scaled load', least(count)],
  canaryMinSeconds: ['length of a canary', least(span)],
  canaryMinRequests: ['requests of a canary', least(count)],
};

/** Every criterion in words, beside the default that it replaces. */
export function criterionLines(criteria: Criteria): readonly CriterionLine[] {
  return (Object.keys(DEFAULT_CRITERIA) as (keyof Criteria)[]).map((name) => {
    if (name === 'allowDifferent') return allowedLine(criteria);
    const [text, words] = name === 'shorterRunEarnsCanary' ? SHORTER : WORDS[name];
    const [value, usual] = [Number(criteria[name]), Number(DEFAULT_CRITERIA[name])];
    return { name, text, value: words(value), usual: words(usual), changed: value !== usual };
  });
}

const SHORTER: Words = ['a scaled load may earn a canary', (value) => (value === 0 ? 'no' : 'yes')];

function allowedLine({ allowDifferent }: Criteria): CriterionLine {
  const text = 'conditions in which runs may differ';
  const value = allowDifferent.length === 0 ? 'none' : allowDifferent.join(', ');
  return { name: 'allowDifferent', text, value, usual: 'none', changed: value !== 'none' };
}
