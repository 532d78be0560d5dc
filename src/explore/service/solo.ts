import type { Meter } from './measure.ts';
import type { Solo } from './profile.ts';
import type { Round, RoundKind } from './round.ts';
import { shapeOf, valuesOf } from './statement.ts';
import { requireAnswer, requireStatements } from './requirements.ts';

const MOST_STEPS = 1000;
/** A request alone that has no answer by then has none. */
const BOUND_MS = 20_000;

/** How a round is made in which one request goes after the other. @param lateMs after its answer it may be silent for so long and go on */
export function soloKind(lateMs: number): RoundKind {
  return { isStartStep: true, parkMs: lateMs, lateMs, isExact: false, profiles: new Map() };
}

/** Takes one request of a round to its end, and looks at each of its statements. @throws Error with a sentence */
export async function playAlone(round: Round, index: number, meter: Meter): Promise<Solo> {
  const client = round.clients[index]!;
  const { name } = client;
  const steps: Solo['steps'][number][] = [];
  const began = performance.now();
  await round.step(index);
  for (;;) {
    const [next] = client.held;
    if (next === undefined) {
      if (client.answer !== undefined && round.isOver(client)) break;
      if (performance.now() - began > BOUND_MS)
        throw new Error(`${name} alone had no answer within ${BOUND_MS / 1000} s`);
      round.interrupted.throwIfAborted();
      await round.events.next(10);
      continue;
    }
    const { unit } = next;
    if (steps.length === MOST_STEPS)
      throw new Error(`${name} alone sends more than ${MOST_STEPS} statements`);
    const footprint = await meter.measure(unit, async () => {
      await round.step(index);
      return round.steps.at(-1)?.outcome;
    });
    steps.push({ shape: shapeOf(unit), values: valuesOf(unit), footprint });
  }
  const answer = requireAnswer(name, client.answer);
  requireStatements(name, answer, steps.length);
  return {
    name,
    answer,
    steps,
    isLate: client.late > 0,
    isLeftOpen: round.leavesOpen(client),
    pauseMs: round.events.longestMs,
  };
}
