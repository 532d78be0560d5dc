import { InvalidArgumentError } from 'commander';

/** Reads a whole number of at least `least` and at most `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text);
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least || number > most)
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    return number;
  };
}
