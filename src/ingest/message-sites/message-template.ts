/** What stands for a value in a string of the usual languages and loggers, or in a statement. */
const PLACEHOLDER =
  /[$#]\{[^}]*\}|\{[^{}]*\}|%(?:\([^)]*\))?[-+#0]*[\d*.]*[a-zA-Z@]|\$\w+|(?<![\w:]):[a-z_]\w*|@[a-z_]\w*|\?/gi;
const ESCAPE = /\\([\s\S])/g;

/** Fixed characters that a string with placeholders needs, and that the beginning of a message needs. */
const LEAST_FIXED = 4;

/** A text as it is compared: how its lines are broken and indented does not count. */
export function plainText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** How a string can have become a message. */
export interface Fit {
  /** Whether it accounts for all of the message, with values where it has placeholders, or only for its beginning. */
  readonly whole: boolean;
  /** Characters of the message that stand in the string as they are. */
  readonly fixed: number;
}

/** How the string of a source can have become `message`, which is a {@link plainText}; undefined if it cannot. */
export function fitOf(literal: string, message: string): Fit | undefined {
  const text = plainText(
    literal.replace(ESCAPE, (_, escaped: string) => (/[nrt]/.test(escaped) ? ' ' : escaped)),
  );
  if (text === message) return { whole: true, fixed: message.length };
  const parts = text.split(PLACEHOLDER);
  if (parts.length === 1) return beginning(text, message);
  const fixed = parts.join('').replaceAll(' ', '').length;
  return fixed >= LEAST_FIXED && isMadeOf(parts, message) ? { whole: true, fixed } : undefined;
}

/** Whether a message is these parts with anything between them. */
function isMadeOf(parts: readonly string[], message: string): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  if (!message.startsWith(first) || !message.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = message.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= message.length - last.length;
}

/** Whether a string stands before a value: `'sold ' + seat`. */
function beginning(text: string, message: string): Fit | undefined {
  const isOne =
    text.length >= LEAST_FIXED && message.startsWith(text) && !/^\w/.test(message.slice(text.length));
  return isOne && /[a-z]/i.test(text) ? { whole: false, fixed: text.length } : undefined;
}
