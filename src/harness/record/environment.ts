import { availableParallelism, cpus, totalmem } from 'node:os';
import type { ManifestEnvironment } from '../../ingest/run-files/manifest-schema.ts';

/** The version of this program; `development` where it runs from its sources. */
export const TOOL_VERSION = process.env.RACE_TRACE_VERSION ?? 'development';

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
