import { markup, type Html, type Part } from './template.ts';

/** A drawing with a name, for those who do not see it. `height` and the content are in pixels of a drawing 960 wide. */
export function drawing(height: number, name: string, content: readonly Part[]): Html {
  return markup`<svg viewBox="0 0 ${WIDTH} ${px(height)}" role="img" aria-label="${name}">${content}</svg>`;
}

export const WIDTH = 960;

/** A coordinate with as many digits as one sees. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export interface TextOptions {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly kind?: string;
}

export function label(x: number, y: number, text: string, options: TextOptions = {}): Html {
  const { anchor = 'start', kind = '' } = options;
  return markup`<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}" class="${kind}">${text}</text>`;
}

export function segment(kind: string, x1: number, y1: number, x2: number, y2: number): Html {
  return markup`<line class="${kind}" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" />`;
}

export function box(kind: string, x: number, y: number, width: number, height: number): Html {
  return markup`<rect
    class="${kind}"
    x="${px(x)}"
    y="${px(y)}"
    width="${px(Math.max(0, width))}"
    height="${px(Math.max(0, height))}"
  />`;
}

export function path(kind: string, d: string | null): Html {
  return markup`<path class="${kind}" d="${d ?? ''}" />`;
}

/** About how wide a text is. */
export function widthOf(text: string): number {
  return text.length * 7;
}

/** At most as long as fits the width, with an ellipsis. */
export function fit(text: string, width: number): string {
  const most = Math.max(1, Math.floor(width / 7));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

export interface LegendEntry {
  readonly text: string;
  /** Class of a line, or of a box. */
  readonly line?: string;
  /** Class of a mark that stands upright. */
  readonly mark?: string;
  readonly fill?: string;
}

/** What the lines and fills mean, in as many rows as they need; with the height that it takes. */
export function legend(
  entries: readonly LegendEntry[],
  left: number,
  top: number,
): { readonly marks: readonly Html[]; readonly height: number } {
  const ROW = 20;
  let [x, y] = [left, top];
  const marks = entries.map(({ text, line, mark: upright, fill }) => {
    const width = 34 + widthOf(text) + 16;
    if (x > left && x + width > WIDTH) [x, y] = [left, y + ROW];
    const mark = markup`${line !== undefined && segment(line, x, y + 9, x + 26, y + 9)}${
      fill !== undefined && box(fill, x, y + 3, 26, 11)
    }${upright !== undefined && segment(upright, x + 20, y + 1, x + 20, y + 18)}${label(x + 34, y + 13, text)}`;
    x += width;
    return mark;
  });
  return { marks, height: y - top + ROW };
}

/** Milliseconds on an axis that reaches `mostMs`: all of its ticks in one unit. */
export function tickText(ms: number, mostMs: number): string {
  if (ms === 0) return '0';
  return mostMs >= 2000 ? `${String(ms / 1000)} s` : `${String(ms)} ms`;
}
