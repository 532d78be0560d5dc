import { literalsIn } from './literals.ts';
import { fitOf, plainText, type Fit } from './message-template.ts';
import { isTest } from './source-files.ts';

/** A line of a source whose string may have become a message. */
export interface MessageSite<File> {
  readonly file: File;
  /** 1-based. */
  readonly line: number;
}

interface Ranked<File> extends MessageSite<File> {
  readonly rank: readonly number[];
}

/** What writes a message or sends a statement, before the string that it is given. */
const CALL =
  /\b(?:log\w*|console|print\w*|echo|slog|zap|info|warn\w*|error|debug|query\w*|exec\w*|prepare\w*)\b/i;

/**
 * Searches sources for the lines that write messages: for the strings that a message can have been made of. Which lines those
 * are is inferred from the text alone; of several that fit as well, all are found.
 */
export class MessageSites<File> {
  readonly #found: ReadonlyMap<string, Ranked<File>[]>;
  readonly #isEnough: (fit: Fit, message: string) => boolean;

  /**
   * @param messages what to search for, as a trace has it
   * @param isEnough whether a string that fits is taken for one that a message was made of
   */
  constructor(messages: Iterable<string>, isEnough: (fit: Fit, message: string) => boolean = () => true) {
    this.#isEnough = isEnough;
    const plain = Array.from(messages, plainText).filter((message) => message !== '');
    this.#found = new Map(plain.map((message) => [message, []]));
  }

  /** Looks through one source. @param path of the file, for what its name says */
  add(file: File, path: string, source: string): void {
    for (const { text, line, before } of literalsIn(source))
      for (const [message, found] of this.#found) {
        const fit = fitOf(text, message);
        if (fit === undefined || !this.#isEnough(fit, message)) continue;
        const rank = [Number(fit.whole), fit.fixed, Number(CALL.test(before)), Number(!isTest(path))];
        found.push({ file, line, rank });
      }
  }

  /** The lines that fit a message best; none if no line does. */
  sitesOf(message: string): readonly MessageSite<File>[] {
    const ranked = (this.#found.get(plainText(message)) ?? []).toSorted((a, b) => compared(b.rank, a.rank));
    const best = ranked.filter(({ rank }) => compared(rank, ranked[0]!.rank) === 0);
    const isFirst = ({ file, line }: Ranked<File>, at: number) =>
      best.findIndex((other) => other.file === file && other.line === line) === at;
    return best.filter(isFirst).map(({ file, line }) => ({ file, line }));
  }
}

function compared(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((each, at) => each !== b[at]);
  return differs < 0 ? 0 : a[differs]! - b[differs]!;
}
