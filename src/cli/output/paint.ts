import { styleText } from 'node:util';
import { withGlyph, type Ink, type TextSign } from '../../core/words/signs.ts';

/** How a text may look. */
type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Puts one style on a text. */
export type Paint = (style: Style, text: string) => string;

/** The style of each ink; a terminal has no colour of a lane. */
const INK_STYLE: Readonly<Record<Ink, Style>> = {
  own: 'bold',
  good: 'green',
  bad: 'red',
  possible: 'yellow',
  warning: 'yellow',
  muted: 'dim',
};

/** Words with a sign before them, in the sign's colour: `✓ the books balance`. */
export function marked(sign: Pick<TextSign, 'glyph' | 'ink'>, words: string, paint: Paint): string {
  return paint(INK_STYLE[sign.ink], withGlyph(sign, words));
}

/** Colours where they are wanted. */
export function painter(colour: boolean): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}
