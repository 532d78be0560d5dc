import { InvalidArgumentError } from 'commander';
import { messageOf } from '../../core/words/errors.ts';

/** What a parser of the harness makes of a flag; what it refuses is a wrong flag. */
export function understood<T>(parse: (text: string) => T, text: string): T {
  try {
    return parse(text);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}
