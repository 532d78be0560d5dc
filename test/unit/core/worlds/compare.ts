/** Random histories, each judged by the checker and by the oracle, and where the two differ. */
import { judge } from './oracle.ts';
import { randomOf } from './random.ts';
import { storyOf, type Kind } from './stories.ts';
import { checkStory, hasVersions, tell } from './story.ts';

/** The kinds of histories on which the two agree. */
export const KINDS = {
  'counted versions, closed': {
    schemes: ['sequential', 'client'],
    isDamaged: false,
    hasOutsiders: false,
  },
  'counted versions, others may write': {
    schemes: ['sequential', 'client'],
    isDamaged: false,
    hasOutsiders: true,
  },
  'versions that only grow, others may write': {
    schemes: ['monotonic'],
    isDamaged: false,
    hasOutsiders: true,
  },
  'versions without an order, others may write': {
    schemes: ['opaque'],
    isDamaged: false,
    hasOutsiders: true,
  },
} as const satisfies Readonly<Record<string, Kind>>;

/**
 * Seeds of the last kind whose verdict is known to be wrong, both of faulty services: `violation` where all worlds together say
 * `unknown`, and the reverse. One that no longer differs counts as a difference, so that it is taken out.
 */
const KNOWN_WRONG: readonly number[] = [2917, 3771];

/** What came of some histories. */
interface Tally {
  /** By the oracle's verdict, how many histories. */
  readonly verdicts: Record<'ok' | 'unknown' | 'violation', number>;
  /** Right services that the checker accused. */
  accused: number;
  differences: number;
  /** The first history on which the two differ, or that accuses a right service, told; '' without any. */
  first: string;
}

/** Judges so many histories of a kind, beginning with a seed. */
export function compare(kind: Kind, from: number, count: number): Tally {
  const tally: Tally = {
    verdicts: { ok: 0, unknown: 0, violation: 0 },
    accused: 0,
    differences: 0,
    first: '',
  };
  for (let seed = from; seed < from + count; seed++) {
    const story = storyOf(randomOf(seed), kind);
    // Without any version no gap can show a writer outside the trace.
    if (!hasVersions(story)) continue;
    const { verdict } = checkStory(story);
    const judged = judge(story);
    tally.verdicts[judged.verdict]++;
    const isKnown =
      kind === KINDS['versions without an order, others may write'] && KNOWN_WRONG.includes(seed);
    const [isAccused, isDifferent] = [
      story.isRight && verdict === 'violation',
      (verdict !== judged.verdict) !== isKnown,
    ];
    tally.accused += Number(isAccused);
    tally.differences += Number(isDifferent);
    if (tally.first === '' && (isAccused || isDifferent))
      tally.first = `seed ${seed}: ${verdict}, by all worlds ${judged.verdict} (${[...judged.certain].join(', ')})\n${tell(story)}`;
  }
  return tally;
}
