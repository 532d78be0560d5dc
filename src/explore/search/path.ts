import type { Place } from './runner.ts';
import type { Explored } from './sleep.ts';

/** One node of the schedule that is being explored: the choices that are left, and those that were made. */
export interface PathNode {
  readonly places: readonly Place[];
  /** Clients that may be chosen here, in the order in which they are. */
  readonly choices: readonly number[];
  /** Which of the choices is being explored. */
  chosen: number;
  readonly asleep: readonly Explored[];
  readonly explored: Explored[];
  /** Of the choices explored, client and node by turns. */
  readonly children: number[];
  /** The client that took the step to here; -1 at the beginning. */
  readonly last: number;
  /** How often a client that could go on had to let another one go first. */
  readonly preemptions: number;
}

/** The client being explored at a node. */
export function choiceOf(node: PathNode): number {
  return node.choices[node.chosen]!;
}

/** Clients that are held before a step. */
export function readyOf(places: readonly Place[]): readonly number[] {
  const ready: number[] = [];
  for (let client = 0; client < places.length; client++)
    if (places[client]!.at === 'ready') ready.push(client);
  return ready;
}

/** Whether to choose a client preempts another one. */
export function preempts(places: readonly Place[], last: number, client: number): boolean {
  return last >= 0 && last !== client && places[last]!.at === 'ready';
}

/** Whether two places are the same to a schedule. */
export function isSamePlace(a: Place, b: Place): boolean {
  if (a === b) return true;
  if (a.at !== b.at) return false;
  if (a.at === 'over') return b.at === 'over' && a.code === b.code;
  return b.at !== 'over' && a.label === b.label;
}
