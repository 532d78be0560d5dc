import type { HistoryBuilder } from '../../core/history/builder.ts';
import { RESULTS } from '../../core/words/codes.ts';
import { clipped } from '../../core/words/printable.ts';
import { isNeeded, missing, putText, putTime } from '../cell.ts';
import type { CellFault, Slot } from '../cell.ts';
import { opaqueVersion } from '../numbers.ts';
import { isEmptyWord } from './empty-words.ts';
import type { LooseCounts, Looseness } from './loosenesses.ts';
import { textTime } from './text-time.ts';

/** Characters of a cell that a message shows. */
const SHOWN = 40;

/**
 * Puts a cell that {@link putText} has refused with `refused`, if it is written loosely and cannot be mistaken; else says
 * what the column wants and what stands there. Ids are taken as they are, and never come here but empty.
 */
export function putLoosely(
  builder: HistoryBuilder,
  counts: LooseCounts,
  slot: Slot,
  text: string,
  refused: CellFault,
): CellFault | undefined {
  if (slot.kind === 'required' || slot.kind === 'extra') return refused;
  const trimmed = text.trim();
  const ways: Looseness[] = trimmed === text ? [] : ['trimmed'];
  let fault: CellFault | undefined;
  if (trimmed === '' || isEmptyWord(trimmed)) {
    if (trimmed !== '') ways.push('empty-word');
    if (isNeeded(slot)) return missing(slot.column);
  } else {
    fault = trimmed === text ? refused : putText(builder, slot, trimmed);
    if (fault !== undefined) fault = putOtherwise(builder, slot, trimmed, fault, ways);
  }
  if (fault === undefined) for (const way of ways) counts.add(way);
  return fault && { kind: KINDS[slot.kind], message: `'${clipped(text, SHOWN)}' ${whyNot(slot, fault)}` };
}

/** Puts a cell in the way in which its column may also be written, and says which that was. */
function putOtherwise(
  builder: HistoryBuilder,
  slot: LooseSlot,
  text: string,
  refused: CellFault,
  ways: Looseness[],
): CellFault | undefined {
  if (slot.kind === 'result') return put('result-case', text.toLowerCase());
  if (slot.kind === 'text' || slot.kind === 'duration') return refused;
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined) return put('decimal-zero', whole);
  if (slot.kind === 'time') return putDate(builder, slot, text, refused, ways);
  const opaque = slot.kind === 'version' ? opaqueVersion(text) : undefined;
  if (opaque === undefined || slot.kind !== 'version') return refused;
  builder.version(slot.column, opaque);
  return undefined;

  function put(way: Looseness, otherwise: string): CellFault | undefined {
    ways.push(way);
    return otherwise === text ? refused : putText(builder, slot, otherwise);
  }
}

function putDate(
  builder: HistoryBuilder,
  slot: LooseSlot & { readonly kind: 'time' },
  text: string,
  refused: CellFault,
  ways: Looseness[],
): CellFault | undefined {
  const time = textTime(text);
  if (time === undefined) return refused;
  ways.push('text-time');
  if (!time.hasZone) ways.push('time-without-zone');
  return putTime(builder, slot, time.us);
}

type LooseSlot = Exclude<Slot, { readonly kind: 'required' | 'extra' }>;

/** `3.0`, as programs write an integer whose column has holes. */
const WHOLE = /^(-?\d+)\.0+$/;

const KINDS = {
  text: 'bad-value',
  result: 'bad-result',
  version: 'bad-number',
  count: 'bad-number',
  value: 'bad-number',
  time: 'bad-number',
  duration: 'bad-number',
} as const satisfies Record<LooseSlot['kind'], CellFault['kind']>;

const WANTED: Readonly<Record<LooseSlot['kind'], string>> = {
  text: 'is no text',
  result: `is none of ${RESULTS.join(', ')}`,
  version:
    'is not a version: 1 to 19 digits, at most 9223372036854775807, or a text of plain characters that is no number',
  count: 'is not a whole number from 0 to 2147483647',
  value: 'is not a whole number of units, below 2^53 either way',
  time: 'is not a time: a number in the unit of the column, whole where it is microseconds, or a date such as 2030-01-31T12:00:00.123Z',
  duration: 'is not a plain decimal number ≥ 0',
};

/** What a cell is not; of a time that can be read, why it cannot be so. */
function whyNot(slot: LooseSlot, fault: CellFault): string {
  return slot.kind === 'time' && fault.kind === 'bad-number' ? fault.message : WANTED[slot.kind];
}
