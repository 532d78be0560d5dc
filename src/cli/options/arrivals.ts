import { InvalidArgumentError, Option, type Command } from 'commander';
import { durationIn } from '../../core/words/duration.ts';
import { parseBurst, type Burst } from '../../harness/load/arrivals.ts';
import { parseHot, type HotKeys } from '../../harness/load/popularity.ts';
import { understood } from './understood.ts';
import { wholeNumber } from './whole-number.ts';

/** Flags that say when requests arrive, and which records are popular. */
export interface ArrivalFlags {
  readonly seed: number;
  readonly rate: number;
  /** Seconds. */
  readonly duration: number;
  readonly skew: number;
  readonly arrivals: 'poisson' | 'constant';
  readonly burst?: Burst;
  readonly hot?: HotKeys;
}

/** Beyond it a flag is a slip of the pen. */
const MOST_SKEW = 100;

/** Gives a command the flags of {@link ArrivalFlags}. @param of what is taken where a flag is left out, and what it may say at most */
export function withArrivals(
  command: Command,
  of: {
    readonly rate: number;
    readonly duration: string;
    readonly most: { readonly rate: number; readonly seconds: number };
  },
): Command {
  const time = seconds(of.most.seconds);
  const duration = new Option('--duration <time>', 'how long requests arrive, such as 30s or 10m')
    .argParser(time)
    .default(time(of.duration), of.duration);
  return command
    .option('--seed <n>', 'seed of every random choice', wholeNumber(0), 1)
    .option('--rate <n>', 'requests per second', wholeNumber(1, of.most.rate), of.rate)
    .addOption(duration)
    .option(
      '--skew <s>',
      'Zipf exponent of the popularity of keys; 0: all keys are equally popular',
      exponent,
      1,
    )
    .option(
      '--hot <n:share>',
      'e.g. 2:0.6: two hot keys take 60 % of the requests, the others follow Zipf',
      (text) => understood(parseHot, text),
    )
    .option('--burst <profile>', 'e.g. 3x:2s/30s: three times the rate for 2 s of every 30 s', (text) =>
      understood(parseBurst, text),
    )
    .addOption(
      new Option('--arrivals <kind>', 'poisson: as from independent clients; constant: at equal intervals')
        .choices(['poisson', 'constant'])
        .default('poisson'),
    );
}

/** Reads `500ms`, `30s`, `10m` or `1h` as seconds. */
function seconds(most: number): (text: string) => number {
  return (text) => {
    const value = durationIn('s', text);
    if (value === undefined)
      throw new InvalidArgumentError('It must be a time such as 500ms, 30s, 10m or 1h.');
    if (value > most) throw new InvalidArgumentError(`It must be a time of at most ${most / 3600}h.`);
    return value;
  };
}

function exponent(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) > MOST_SKEW)
    throw new InvalidArgumentError(`It must be a number from 0 to ${MOST_SKEW}.`);
  return Number(text);
}
