import type { PassReason, TransactionStatus } from '../unit.ts';
import { readsCatalogueAlone } from './catalogue.ts';
import { tokensOf } from './tokens.ts';

/** Statements by their first word, of which none is a step. */
const BY_FIRST_WORD: ReadonlyMap<string, PassReason> = new Map<string, PassReason>([
  ['begin', 'begin'],
  ['start', 'begin'],
  ['prepare', 'prepare'],
  ['set', 'session'],
  ['reset', 'session'],
  ['show', 'session'],
  ['discard', 'session'],
  ['deallocate', 'session'],
  ['close', 'session'],
  ['savepoint', 'session'],
  ['release', 'session'],
  ['copy', 'copy'],
  ['listen', 'listen'],
  ['unlisten', 'listen'],
]);

/** What ends a transaction, and changes nothing where there is none. */
const ENDS = new Set(['commit', 'end', 'rollback', 'abort']);

/** The words of a statement in lower case, and its symbols and names; without comments. */
function wordsOf(sql: string): readonly string[] {
  const words: string[] = [];
  for (const { kind, text } of tokensOf(sql))
    if (kind !== 'space' && kind !== 'comment') words.push(kind === 'word' ? text.toLowerCase() : text);
  return words;
}

/** Why a statement is no step; undefined if it is one. What is not known to be harmless is a step. */
export function passReasonOf(sql: string, status: TransactionStatus): PassReason | undefined {
  const words = wordsOf(sql);
  const [first = '', second = ''] = words;
  if (first === 'prepare' && second === 'transaction') return undefined;
  if (ENDS.has(first) && status === 'idle' && second !== 'prepared') return 'session';
  return BY_FIRST_WORD.get(first) ?? (first === 'select' ? readsCatalogueAlone(words) : undefined);
}
