import { tokensOf } from './tokens.ts';

/** A statement without the values that stand in it, as it may be kept: drivers such as psycopg2 write parameters into the text. */
export function maskedText(sql: string): string {
  let masked = '';
  for (const { kind, text } of tokensOf(sql)) masked += kind === 'text' || kind === 'number' ? '?' : text;
  return masked;
}
