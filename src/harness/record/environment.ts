import { availableParallelism, cpus, totalmem } from 'node:os';

/** The version of this program; `development` where it runs from its sources. */
export const TOOL_VERSION = process.env.RACE_TRACE_VERSION ?? 'development';

/** When a run was made, by what and on what. It names no machine, no user and no folder. */
export interface ManifestEnvironment {
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly tool_version: string;
  /** The version of Node, such as `24.1.0`. */
  readonly node: string;
  /** System and processor architecture, such as `linux x64`. */
  readonly platform: string;
  /** Processors that the run may use. */
  readonly cpus: number;
  readonly cpu_model: string;
  readonly memory_bytes: number;
}

/** What this process runs on. */
export function environmentAt(startedAt: Date): ManifestEnvironment {
  return {
    started_at: startedAt.toISOString(),
    tool_version: TOOL_VERSION,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    cpus: availableParallelism(),
    // Where the system does not name it there is nothing to name.
    cpu_model: cpus()[0]?.model.trim() ?? '',
    memory_bytes: totalmem(),
  };
}
