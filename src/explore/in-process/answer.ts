import { clipped } from '../../core/words/printable.ts';

const MOST_CHARACTERS = 60;

/** What a client was answered, in a word: `409`, `sold out`, `done` where its function returns nothing. */
export function codeOfAnswer(value: unknown): string {
  if (value === undefined || value === null) return 'done';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return shownValue(value);
  const { status, statusCode } = value as { readonly status?: unknown; readonly statusCode?: unknown };
  const code = status ?? statusCode;
  if (typeof code === 'string' || typeof code === 'number') return String(code);
  return shownValue(value);
}

/** What a client threw, in a word: `throws 40001`, `throws SoldOut`. */
export function codeOfError(error: unknown): string {
  if (!(error instanceof Error)) return `throws ${shownValue(error)}`;
  const { code } = error as { readonly code?: unknown };
  return `throws ${typeof code === 'string' || typeof code === 'number' ? code : error.name}`;
}

/** A value in few words, printable. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return clipped(value, MOST_CHARACTERS);
  try {
    // JSON has no text for undefined and functions.
    const text = JSON.stringify(value, (_, each: unknown) =>
      typeof each === 'bigint' ? String(each) : each,
    ) as string | undefined;
    return clipped(text ?? String(value), MOST_CHARACTERS);
  } catch {
    return Array.isArray(value) ? 'a list' : typeof value;
  }
}
