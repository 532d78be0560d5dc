import { InvalidArgumentError, Option } from 'commander';
import { RESULTS } from '../../core/words/codes.ts';
import type { Result } from '../../core/words/codes.ts';

/** The option `--map-result theirs=ours`: what the file's results stand for, nothing unless given. */
export function mapResultOption(): Option {
  return new Option(
    '--map-result <theirs=ours>',
    'a result that has another name in the file; may be repeated',
  )
    .argParser(addResult)
    .default(new Map(), 'none');
}

function addResult(text: string, results: ReadonlyMap<string, Result>): ReadonlyMap<string, Result> {
  const [, theirs, named] = /^(.+)=([^=]+)$/.exec(text) ?? [];
  const ours = RESULTS.find((result) => result === named);
  if (theirs === undefined || ours === undefined)
    throw new InvalidArgumentError(
      `It must be theirs=ours, e.g. 201=success or 5xx=timeout, and ours one of ${RESULTS.join(', ')}.`,
    );
  return new Map([...results, [theirs, ours]]);
}
