import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inventoryOf, manifestText } from '../src/harness/record/manifest.ts';
import { csvFormat, ndjsonFormat } from '../src/harness/record/trace-format.ts';
import { goldenOf } from './golden.ts';
import type { Sample } from './samples.ts';
import type { World } from './world.ts';

/** Makes a sample from its seed: its trace, its manifest and what the checker finds in it. Returns the files' names. */
export async function writeSample(sample: Sample, directory: string): Promise<readonly string[]> {
  const { name } = sample;
  const world = await sample.make(sample.seed);
  const names = [`${name}.trace.${sample.file}`, `${name}.run.json`, `${name}.golden.json`] as const;
  const [trace, manifest, golden] = names.map((file) => join(directory, file)) as [string, string, string];
  const text = traceText(sample, world);
  writeFileSync(trace, sample.file === 'csv.gz' ? gzipSync(text, { level: 9 }) : text);
  writeFileSync(manifest, await manifestOf(sample, world));
  writeFileSync(golden, `${JSON.stringify(await goldenOf(trace), null, 2)}\n`);
  return names;
}

function traceText(sample: Sample, world: World): string {
  const format = sample.file === 'ndjson' ? ndjsonFormat : csvFormat;
  const context = { phase: sample.phase, originUs: 0 };
  return format.header + world.rows.map((row) => format.line(row, context)).join('');
}

async function manifestOf(sample: Sample, world: World): Promise<string> {
  const { remainingUnknown = [] } = sample;
  const keys = [...world.inventory.keys()].filter((key) => !remainingUnknown.includes(key));
  const initial = [...world.inventory].map(([key, value]) => [key, { value, version: 1 }]);
  const requests = new Set(world.rows.map((row) => row.requestId));
  return manifestText({
    format: 'race-trace/1',
    seed: sample.seed,
    variant: sample.variant,
    version_scheme: 'sequential',
    initial: Object.fromEntries(initial) as Record<string, { value: number; version: number }>,
    remaining: await inventoryOf(world.store, keys),
    offered: requests.size,
    ...(sample.schedule === undefined ? {} : { schedule: sample.schedule }),
    complete: true,
  });
}
