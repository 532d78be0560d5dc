import type { RunEnvironment } from '../../core/index.ts';
import type { EnvironmentLine } from './model.ts';
import type { SidedPhase } from './input.ts';

/** When, by what and on what the phases were run: a line for each version and machine that ran any of them. */
export function environmentsOf(phases: readonly SidedPhase[]): readonly EnvironmentLine[] {
  const made = phases.map(({ label, record }) => {
    const { startedAt, ...making } = record.analysis.facts?.environment ?? NOTHING;
    return { label, startedAt, making, same: JSON.stringify(making, SORTED) };
  });
  return [...new Set(made.map(({ same }) => same))].map((same) => {
    const group = made.filter((each) => each.same === same);
    const starts = group.flatMap(({ startedAt }) => startedAt ?? []).sort();
    return {
      phases: group.map(({ label }) => label),
      firstStartedAt: starts[0],
      lastStartedAt: starts.at(-1),
      ...group[0]!.making,
    };
  });
}

const NOTHING: RunEnvironment = {
  startedAt: undefined,
  toolVersion: undefined,
  node: undefined,
  platform: undefined,
  cpus: undefined,
  cpuModel: undefined,
  memoryBytes: undefined,
};
/** The members in one order, however the object was made. */
const SORTED = Object.keys(NOTHING).sort();
