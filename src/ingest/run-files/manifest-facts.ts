import type { RunEnvironment, RunFacts } from '../../core/history/run-facts.ts';
import type { ManifestMembers } from './manifest-schema.ts';

/** What checks and pictures need of a manifest. */
export function factsOf(members: Omit<ManifestMembers, 'format'>): RunFacts {
  const { version_scheme: scheme, invalid_because: invalid = [], environment } = members;
  return {
    versionScheme: scheme,
    initial: members.initial,
    remaining: members.remaining,
    complete: members.complete ?? false,
    ...(members.closed !== undefined && { closed: members.closed }),
    ...(members.units_per_success !== undefined && { unitsPerSuccess: members.units_per_success }),
    ...(members.offered !== undefined && { offered: members.offered }),
    ...(members.rows !== undefined && { rows: members.rows }),
    ...(members.clock_bound_us !== undefined && { clockBoundUs: members.clock_bound_us }),
    ...(invalid.length > 0 && { invalidBecause: invalid }),
    variant: members.variant,
    seed: members.seed,
    schedule: members.schedule,
    ...(members.explored && { explored: { kind: members.explored.kind, name: members.explored.name } }),
    faultWindows: (members.fault_windows ?? []).map(({ fault, from_us: fromUs, to_us: toUs }) => ({
      fault,
      fromUs,
      toUs,
    })),
    ...(environment && { environment: environmentOf(environment) }),
  };
}

function environmentOf(members: NonNullable<ManifestMembers['environment']>): RunEnvironment {
  return {
    startedAt: members.started_at,
    toolVersion: members.tool_version,
    node: members.node,
    platform: members.platform,
    cpus: members.cpus,
    cpuModel: members.cpu_model,
    memoryBytes: members.memory_bytes,
  };
}
