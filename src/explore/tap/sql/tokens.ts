/** What a piece of a statement is. */
type TokenKind = 'space' | 'comment' | 'text' | 'name' | 'word' | 'number' | 'parameter' | 'symbol';

/** A piece of a statement. */
export interface Token {
  readonly kind: TokenKind;
  /** As it stands. */
  readonly text: string;
  readonly at: number;
}

/** In the order in which they are tried. A text or a name that has no end goes to the end of all. */
const FORMS: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /--[^\r\n]*/y],
  ['text', /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*(?:'|$)/y],
  ['name', /(?:[uU]&)?"(?:[^"]|"")*(?:"|$)/y],
  ['parameter', /\$\d+/y],
  ['text', /\$((?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[\s\S]*?(?:\$\1\$|$)/y],
  ['word', /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['symbol', /[\s\S]/y],
];

/** The pieces of SQL as PostgreSQL's lexer cuts it, as far as what is text, name, comment or neither. */
export function* tokensOf(sql: string): Generator<Token> {
  for (let at = 0; at < sql.length;) {
    const token = sql.startsWith('/*', at) ? blockComment(sql, at) : tokenAt(sql, at);
    yield token;
    at += token.text.length;
  }
}

function tokenAt(sql: string, at: number): Token {
  for (const [kind, form] of FORMS) {
    form.lastIndex = at;
    const [text] = form.exec(sql) ?? [];
    if (text !== undefined) return { kind, text, at };
  }
  throw new RangeError('the last form fits anything');
}

/** These may be nested. */
function blockComment(sql: string, at: number): Token {
  const EDGE = /\/\*|\*\//g;
  EDGE.lastIndex = at;
  let depth = 0;
  for (let edge = EDGE.exec(sql); edge !== null; edge = EDGE.exec(sql)) {
    depth += edge[0] === '/*' ? 1 : -1;
    if (depth === 0) return { kind: 'comment', text: sql.slice(at, EDGE.lastIndex), at };
  }
  return { kind: 'comment', text: sql.slice(at), at };
}
