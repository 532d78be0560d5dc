import { MARKS } from '../../core/words/signs.ts';

/** What a report says, in the order in which it is read, before it is HTML or Markdown: both are made of the same blocks. */

export type Tone = 'good' | 'bad' | 'warn' | 'muted';

/** Text within a line. */
export type Inline =
  | string
  | { readonly text: string; readonly as: 'code' | 'hash' | 'struck' | 'strong'; readonly tone?: Tone }
  | { readonly text: string; readonly tone: Tone; readonly as?: never }
  /** A word with the colour and the sign of what it means. */
  | { readonly text: string; readonly as: 'tag'; readonly tone: Tone; readonly sign: string }
  /** The way to a finding, by its position in the report. */
  | { readonly finding: number };

/** What stands in a cell: a text, several in a row, or one below the other. */
export type Cell = Inline | readonly Inline[] | { readonly items: readonly string[] };

interface Column {
  readonly head: string;
  readonly numeric?: boolean;
  /** Names that are short and belong on one line. */
  readonly label?: boolean;
}

/** A table; the first cell of a row is its head. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly caption?: string;
}

/** A drawing, by what of the report it shows; where nothing can be drawn its caption has to do. */
export interface Figure {
  readonly name: string;
  readonly caption: string;
  readonly plot:
    | { readonly of: 'percentiles' | 'swimlane' }
    | { readonly of: 'over time' | 'popularity'; readonly at: number };
}

export type Block =
  | { readonly kind: 'text'; readonly text: Cell; readonly tone?: Tone | 'claim' }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Cell[]; readonly ordered?: boolean }
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'source'; readonly lines: readonly { readonly text: string; readonly bad: boolean }[] }
  | { readonly kind: 'figure'; readonly figure: Figure }
  /** To be filled in by hand. */
  | { readonly kind: 'form'; readonly fields: readonly string[] }
  | {
      readonly kind: 'details';
      readonly summary: string;
      readonly blocks: readonly Block[];
      /** Whether it belongs on paper. */
      readonly onPaper: boolean;
    };

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export const text = (content: Cell, tone?: Tone | 'claim'): Block =>
  tone === undefined ? { kind: 'text', text: content } : { kind: 'text', text: content, tone };
export const heading = (content: string): Block => ({ kind: 'heading', text: content });
export const tableBlock = (table: Table): Block => ({ kind: 'table', table });
export const figureBlock = (figure: Figure): Block => ({ kind: 'figure', figure });

/** Nothing of nothing. */
export function list(items: readonly Cell[]): readonly Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

export function details(summary: string, blocks: readonly Block[], onPaper: boolean): Block {
  return { kind: 'details', summary, blocks, onPaper };
}

/** A word with the mark of what it means. */
export function tag(mark: keyof typeof MARKS, word: string): Inline {
  const { glyph, ink } = MARKS[mark];
  return { text: word, as: 'tag', tone: ink === 'warning' || ink === 'possible' ? 'warn' : ink, sign: glyph };
}

export const code = (content: string): Inline => ({ text: content, as: 'code' });
