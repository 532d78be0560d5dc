import { tokensOf } from './tokens.ts';

/** The statements of a text that may hold several, with the comments before and in them; those that hold nothing are left out. */
export function splitStatements(sql: string): readonly string[] {
  // What most clients send has none but the one at its end, and no body of a function.
  const semicolon = sql.indexOf(';');
  if (semicolon < 0 || sql.slice(semicolon + 1).trim() === '')
    return withContent([semicolon < 0 ? sql : sql.slice(0, semicolon)]);
  const found: string[] = [];
  let [begin, depth, atomic] = [0, 0, 0];
  for (const { kind, text, at } of tokensOf(sql)) {
    if (text === '(') depth++;
    else if (text === ')') depth--;
    // The body of a function in standard SQL: `begin atomic …; …; end`.
    else if (kind === 'word' && /^atomic$/i.test(text)) atomic++;
    else if (kind === 'word' && atomic > 0 && /^case$/i.test(text)) atomic++;
    else if (kind === 'word' && atomic > 0 && /^end$/i.test(text)) atomic--;
    else if (kind === 'symbol' && text === ';' && depth <= 0 && atomic === 0) {
      found.push(sql.slice(begin, at));
      begin = at + 1;
    }
  }
  return withContent([...found, sql.slice(begin)]);
}

function withContent(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.trim()).filter(hasContent);
}

function hasContent(text: string): boolean {
  for (const { kind } of tokensOf(text)) if (kind !== 'space' && kind !== 'comment') return true;
  return false;
}
