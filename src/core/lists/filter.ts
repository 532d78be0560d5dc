import type { History } from '../history/history.ts';
import { NONE } from '../words/codes.ts';

/** What a text in the filter field selects. */
export interface Filter {
  /** Nothing was asked for: everything fits. */
  readonly isEmpty: boolean;
  /** Whether a name of the trace, an index in the history's strings, contains the text. */
  readonly fitsName: (index: number) => boolean;
  /** Whether the attempt's request, worker or client contains the text, or `v3` is a version it read or wrote. */
  readonly fitsRow: (row: number) => boolean;
  /** Whether the text is part of a finding's code, with hyphens or without. */
  readonly fitsCode: (code: string) => boolean;
}

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/**
 * The filter for what was typed, in whatever case; each name of the trace is compared once at most. `v3` is also the
 * version 3, of any length, and no other.
 */
export function filterOf(history: History, typed: string): Filter {
  const text = typed.trim().toLowerCase();
  const compared = new Uint8Array(text === '' ? 0 : history.strings.length);
  const fitsName = (index: number): boolean => {
    if (index === NONE) return false;
    if (compared[index] === UNKNOWN)
      compared[index] = history.strings.at(index)!.toLowerCase().includes(text) ? YES : NO;
    return compared[index] !== NO;
  };
  const version = /^v\d{1,19}$/.test(text) ? history.versions.cell(BigInt(text.slice(1))) : undefined;
  const { requestId, workerId, clientId, readVersion, writeVersion } = history;
  return {
    isEmpty: text === '',
    fitsName,
    fitsRow: (row) =>
      fitsName(requestId[row]!) ||
      fitsName(workerId[row]!) ||
      fitsName(clientId[row]!) ||
      (version !== undefined && (readVersion[row] === version || writeVersion[row] === version)),
    fitsCode: (code) => code.includes(text) || code.replaceAll('-', ' ').includes(text),
  };
}
