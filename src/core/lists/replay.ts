import type { Analysis } from '../analysis.ts';
import type { Explored } from '../history/run-facts.ts';
import { findingAt, pictured } from '../picture/witness.ts';
import { stepTable } from './witness-table.ts';

/** An order that can be played again. */
export interface Replay {
  readonly schedule: string;
  /** On what: the service or module that was explored; undefined is the bundled service. */
  readonly explored: Explored | undefined;
}

/**
 * How a finding's order is played again: of an exploration the schedule of the whole trace, on what was explored; else the
 * order of a stale write, on the bundled service. Undefined where it cannot be.
 */
export function replayOf(analysis: Analysis, findingId: number): Replay | undefined {
  const { explored, schedule: whole } = analysis.facts ?? {};
  const schedule = explored === undefined ? replaySchedule(analysis, findingId) : whole;
  const isKnown = explored === undefined || explored.name !== undefined;
  if (schedule === undefined || !isKnown || findingAt(analysis, findingId) === undefined) return undefined;
  return { schedule, explored };
}

/**
 * The order of a stale write and of the write that it overtook, as a schedule of two clients such as
 * `A:read B:read A:write B:write`: what the reproducer plays to make the same race. Undefined where the finding shows no
 * such pair, or where the trace's order alone would not make the write stale: a store that answers with old versions is
 * nothing that two clients can play.
 */
export function replaySchedule(analysis: Analysis, findingId: number): string | undefined {
  const finding = findingAt(analysis, findingId);
  const shown = finding && pictured(analysis, finding);
  if (shown?.code !== 'stale-version-write') return undefined;
  const [stale, overtaken] = shown.rows;
  if (stale === undefined || overtaken === undefined) return undefined;
  const { steps } = stepTable(analysis, [overtaken, stale]);
  const words = steps.map(({ column, step }) => `${CLIENTS[column]!}:${step}`);
  const [read, overtook, write] = ['B:read', 'A:write', 'B:write'].map((word) => words.indexOf(word));
  if (!(words.includes('A:read') && 0 <= read! && read! < overtook! && overtook! < write!)) return undefined;
  return words.filter((word, index) => !isImplied(word, words[index - 1])).join(' ');
}

/** The one who was overtaken began first in the picture; the stale write is the other's. */
const CLIENTS = ['A', 'B'] as const;

/** A confirmation that follows its write at once needs no word in a schedule. */
function isImplied(word: string, before: string | undefined): boolean {
  return word.endsWith(':confirm') && before === word.replace('confirm', 'write');
}
