import type { Result } from '../../../core/words/codes.ts';

/** The client took too long to send, or the answer came from something that gave up waiting. */
const NO_ANSWER: ReadonlySet<string> = new Set(['408', '499']);
/** The record, or its version, was another than the client had thought. */
const REFUSED_WRITE: ReadonlySet<string> = new Set(['409', '412']);

/**
 * What an HTTP status tells the client of its write. Whatever says neither that it was applied nor that it was not, such as
 * an error of the server or no status at all, leaves the outcome open.
 */
export function resultOfStatus(status: string): Result {
  if (REFUSED_WRITE.has(status)) return 'conflict';
  if (/^2\d\d$/.test(status)) return 'success';
  return /^4\d\d$/.test(status) && !NO_ANSWER.has(status) ? 'rejected' : 'timeout';
}
