import { tokensOf } from './tokens.ts';

/** A statement without its comments, and without spaces and semicolons at its ends. */
export function withoutComments(sql: string): string {
  let text = '';
  for (const token of tokensOf(sql)) text += token.kind === 'comment' ? ' ' : token.text;
  return text.replace(/^[\s;]+|[\s;]+$/g, '');
}
