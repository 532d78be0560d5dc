/** One thing that is added to the project as CONTRIBUTING.md says. */
export interface Recipe {
  readonly adds: string;
  /** How many files it may touch at most. */
  readonly most: number;
  /** Its own files, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** What is put before a line of a file that is there: the place that lists such things. */
  readonly lines: readonly Line[];
}

interface Line {
  readonly file: string;
  readonly before: string;
  readonly text: string;
}

/** The text with the recipe's line in it. @throws Error if the place where it belongs is not there exactly once */
export function withLine(text: string, { file, before, text: added }: Line): string {
  const parts = text.split(before);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${before}`);
  return parts.join(added + before);
}

/** All files that a recipe makes or touches. */
export function filesOf({ files, lines }: Recipe): ReadonlySet<string> {
  return new Set([...Object.keys(files), ...lines.map(({ file }) => file)]);
}
