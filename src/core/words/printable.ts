/**
 * Characters that could move a cursor, hide text or reverse it: C0, DEL, C1, line separators, bidi controls, zero-width
 * characters, the byte order mark, lone surrogates and tag characters.
 */
const CONTROL =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/**
 * Characters that are invisible, or look like an ordinary space: soft hyphen, fillers, variation selectors, blank Braille, and
 * every space but the one of the keyboard.
 */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;

/** Stretches of a text in which there may be something to escape. */
const UNUSUAL = /[^ -~]+/gu;

/** A character with its marks, and the letters of a Hangul syllable: what another sequence may look the same as. */
const CLUSTER = /[\u1100-\u115f\uac00-\ud7a3][\u1161-\u11ff]+|\P{M}\p{M}*|\p{M}+/gu;

/** Where a runner of a CI job could take a text for the beginning of a command: `::error::` and its like. */
const COMMAND = /(?<![\p{L}\p{N}_])::/u;
/** The other form of a command, which counts wherever it stands in a line: `##[error]`, `##vso[task…]`. */
const BRACKET_COMMAND = /##(?=\w*\[)/g;

/**
 * Text from a trace as it may be shown anywhere. Control, bidi and invisible characters become visible escapes such as
 * `\u{1b}`, and so do accents that are written apart from their letter (NFD) and spaces that are not the usual one: no
 * name can look like another one. Two colons that could begin a command of a CI job lose the second to an escape.
 */
export function printable(text: string): string {
  const shown = visible(text, braced).replace(BRACKET_COMMAND, `#${braced('#')}`);
  return COMMAND.test(shown) ? shown.replaceAll('::', `:${braced(':')}`) : shown;
}

/** {@link printable} text of a name, such as that of a key, with those spaces visible that are easily overlooked in one. */
export function printableName(name: string): string {
  return printable(name).replace(/^ +| +$| {2,}/g, (spaces) => braced(' ').repeat(spaces.length));
}

/** {@link printable} text of at most `length` characters; what is cut is replaced by an ellipsis. */
export function clipped(text: string, length: number): string {
  return clippedBy(printable, text, length);
}

/** {@link printableName} of at most `length` characters; what is cut is replaced by an ellipsis. */
export function clippedName(name: string, length: number): string {
  return clippedBy(printableName, name, length);
}

function clippedBy(shown: (text: string) => string, text: string, length: number): string {
  const whole = shown(text.length > 4 * length ? text.slice(0, 4 * length) : text);
  if (whole.length <= length && text.length <= 4 * length) return whole;
  // Not between the two halves of a character.
  return `${whole.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Whether a text has characters in it that could move a cursor, hide text or reverse it. */
export function hasControls(text: string): boolean {
  return CONTROL.test(text);
}

/** The text with `escape` of each character that {@link printable} makes visible by itself; line feeds stay if told. */
export function visible(text: string, escape: (character: string) => string, keepLines = false): string {
  return text.replace(UNUSUAL, (stretch, at: number) => {
    // The character before it may be the letter of an accent.
    const before = text.slice(Math.max(0, at - 1), at);
    const whole = before + stretch;
    if (!CONTROL.test(stretch) && !UNSEEN.test(stretch) && whole.normalize('NFC') === whole) return stretch;
    const clusters = whole.match(CLUSTER) ?? [];
    return clusters
      .map((cluster) => visibleCluster(cluster, escape, keepLines))
      .join('')
      .slice(before.length);
  });
}

function visibleCluster(cluster: string, escape: (character: string) => string, keepLines: boolean): string {
  const isComposed = cluster.normalize('NFC') === cluster;
  return Array.from(cluster, (character) => {
    if (character >= ' ' && character <= '~') return character;
    if (keepLines && character === '\n') return character;
    return !isComposed || CONTROL.test(character) || UNSEEN.test(character) ? escape(character) : character;
  }).join('');
}

function braced(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
