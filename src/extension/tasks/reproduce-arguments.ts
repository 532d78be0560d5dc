/** What a task of this extension says in `tasks.json`; written by hand, so nothing about it is certain. */
export interface ReproduceDefinition {
  readonly type: string;
  readonly command?: unknown;
  readonly schedule?: unknown;
  readonly seed?: unknown;
  readonly out?: unknown;
}

export type Arguments = { readonly args: readonly string[] } | { readonly refused: string };

/**
 * The command line's arguments for a definition, or what is wrong with it as a sentence. `outOf` makes an absolute
 * folder of the definition's `out`. Values are joined to their option by `=`, so that none can pass for another option.
 */
export function reproduceArguments(
  { command, schedule, seed, out }: ReproduceDefinition,
  outOf: (out: string | undefined) => string,
): Arguments {
  if (command !== 'reproduce') return { refused: 'The only command of a raceTrace task is "reproduce".' };
  if (schedule !== undefined && typeof schedule !== 'string')
    return { refused: 'The schedule of a raceTrace task is text such as "A:read B:read A:write B:write".' };
  if (seed !== undefined && !(typeof seed === 'number' && Number.isSafeInteger(seed) && seed >= 0))
    return { refused: 'The seed of a raceTrace task is a whole number, 0 or more.' };
  if (out !== undefined && (typeof out !== 'string' || out === ''))
    return { refused: 'The out of a raceTrace task is the path of a folder.' };
  const args = ['reproduce', `--out=${outOf(out)}`];
  if (schedule !== undefined) args.push(`--schedule=${schedule}`);
  if (seed !== undefined) args.push(`--seed=${seed}`);
  return { args };
}
