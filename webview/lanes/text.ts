import { charactersOf } from '../ui/characters.ts';

/*
 * Text on the canvas: its width, and cutting it with an ellipsis. Widths are remembered, for the same few hundred
 * labels are drawn at every frame of a pan.
 */

const CAPACITY = 5_000;
const LEAST = 14;
const widths = new Map<string, number>();

/** Width of a text in the context's current font, in CSS pixels. */
export function textWidth(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size >= CAPACITY) widths.clear();
  const { width } = context.measureText(text);
  widths.set(key, width);
  return width;
}

/** The text if it fits, else its beginning and an ellipsis; '' where not even two characters fit. */
export function fitText(context: CanvasRenderingContext2D, text: string, room: number): string {
  // Thousands of stretches have no room for even one letter and an ellipsis; measuring for each would cost the frame.
  return room < LEAST ? '' : fitBy(text, room, (part) => textWidth(context, part));
}

/** The first of the labels, which get shorter, that fits whole; '' if none does, for half a version is another one. */
export function fittingLabel(
  context: CanvasRenderingContext2D,
  labels: readonly string[],
  room: number,
): string {
  if (room < LEAST) return '';
  return labels.find((label) => textWidth(context, label) <= room) ?? '';
}

/** {@link fitText} with any measure of width. */
export function fitBy(text: string, room: number, width: (part: string) => number): string {
  if (width(text) <= room) return text;
  const characters = charactersOf(text);
  let [fits, tooLong] = [0, characters.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (width(`${characters.slice(0, middle).join('')}…`) <= room) fits = middle;
    else tooLong = middle;
  }
  return fits < 2 ? '' : `${characters.slice(0, fits).join('').trimEnd()}…`;
}

/** The text if it fits, else its beginning and its end around an ellipsis: the end mostly tells names apart. */
export function fitMiddle(context: CanvasRenderingContext2D, text: string, room: number): string {
  return room < LEAST ? '' : fitMiddleBy(text, room, (part) => textWidth(context, part));
}

/** {@link fitMiddle} with any measure of width. */
export function fitMiddleBy(text: string, room: number, width: (part: string) => number): string {
  if (width(text) <= room) return text;
  const characters = charactersOf(text);
  const cut = (kept: number): string => {
    const head = Math.floor(kept * 0.4);
    return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - kept + head).join('')}`;
  };
  let [fits, tooLong] = [0, characters.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (width(cut(middle)) <= room) fits = middle;
    else tooLong = middle;
  }
  return fits < 2 ? '' : cut(fits);
}

/** Height of a label's text in CSS pixels. */
const TEXT_HEIGHT = 13;

/**
 * Text from the left on a box of the background: a dotted line that ran between its letters would be read with them, and
 * make `7:5` of `7.5`.
 */
export function boxedText(
  context: CanvasRenderingContext2D,
  text: string,
  at: { readonly x: number; readonly y: number },
  color: string,
  background: string,
): void {
  const { globalAlpha } = context;
  context.globalAlpha = 1;
  context.fillStyle = background;
  context.fillRect(at.x - 2, at.y - TEXT_HEIGHT / 2, textWidth(context, text) + 4, TEXT_HEIGHT);
  context.globalAlpha = globalAlpha;
  context.fillStyle = color;
  context.fillText(text, at.x, at.y);
}
