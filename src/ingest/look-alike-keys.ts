import type { History } from '../core/history/history.ts';
import type { RunFacts } from '../core/history/run-facts.ts';
import { clippedName, printableName, visible } from '../core/words/printable.ts';
import type { RecordSink } from './record-sink.ts';

/** Groups of keys that are named one by one; the rest is counted. */
const NAMED = 10;
/** Characters of a key in a message. */
const KEY = 60;

/**
 * Names the keys of a trace and its manifest that differ only in what is invisible: invisible characters, the way in which
 * an accent is written, spaces. They stay different keys, and the reader is told so.
 */
export function tellLookAlikeKeys(sink: RecordSink, history: History, facts: RunFacts | undefined): void {
  const groups = lookAlikes(keysOf(history, facts));
  for (const group of groups.slice(0, NAMED)) {
    const names = group.map((key) => `'${clippedName(key, KEY)}'`).join(' and ');
    sink.tellOfFile('look-alike-keys', `these keys look alike and are different keys: ${names}`);
  }
  if (groups.length > NAMED)
    sink.tellOfFile('look-alike-keys', `${groups.length - NAMED} more groups of keys look alike`);
}

function keysOf({ inventoryKey, strings }: History, facts: RunFacts | undefined): ReadonlySet<string> {
  const indexes = new Set<number>();
  for (const index of inventoryKey) indexes.add(index);
  const keys = new Set<string>();
  for (const index of indexes) keys.add(strings.at(index) ?? '');
  for (const records of [facts?.initial, facts?.remaining])
    for (const key of records?.keys() ?? []) keys.add(key);
  return keys;
}

/** The groups of keys that look the same, in the order in which each began. */
function lookAlikes(keys: ReadonlySet<string>): readonly (readonly string[])[] {
  const odd = [...keys].filter((key) => printableName(key) !== key);
  // Two keys without anything odd in them cannot look the same.
  if (odd.length === 0) return [];
  const groups = new Map<string, string[]>(odd.map((key) => [lookOf(key), []]));
  for (const key of keys) groups.get(lookOf(key))?.push(key);
  return [...groups.values()].filter((group) => group.length > 1);
}

/** What is seen of a key: composed, without what has no ink, with single spaces inside and none at the ends. */
function lookOf(key: string): string {
  const inked = visible(key.normalize('NFC'), (character) => (/\s|\u2800/u.test(character) ? ' ' : ''));
  return inked.replace(/ +/g, ' ').trim();
}
