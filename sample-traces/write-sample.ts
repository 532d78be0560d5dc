import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { cells, type AttemptRow, type RowContext } from '../src/harness/record/attempt-row.ts';
import { inventoryOf, manifestText, OWN_HISTORY } from '../src/harness/record/manifest.ts';
import { csvFormat, csvLine, ndjsonFormat, type TraceFormat } from '../src/harness/record/trace-format.ts';
import type { Stored } from '../src/harness/store/versioned-store.ts';
import { goldenOf } from './golden.ts';
import { etagOf, type Logged } from './logged.ts';
import type { Sample } from './samples.ts';
import type { World } from './world.ts';

/** As small as it gets, since the extension carries it: numbers pack better when short repetitions are left alone. */
const PACKED = { level: 9, strategy: constants.Z_FILTERED };

/** Makes a sample from its seed: its trace, its manifest and what the checker finds in it. Returns the files' names. */
export async function writeSample(sample: Sample, directory: string): Promise<readonly string[]> {
  const { name } = sample;
  const world = await sample.make(sample.seed);
  const names = [`${name}.trace.${sample.file}`, `${name}.run.json`, `${name}.golden.json`] as const;
  const [trace, manifest, golden] = names.map((file) => join(directory, file)) as [string, string, string];
  const text = traceText(sample, world);
  writeFileSync(trace, sample.file === 'csv.gz' ? gzipSync(text, PACKED) : text);
  writeFileSync(manifest, await manifestOf(sample, world));
  writeFileSync(golden, `${JSON.stringify(await goldenOf(trace), null, 2)}\n`);
  return names;
}

function traceText({ file, phase, logged, tickUs = 1 }: Sample, world: World): string {
  const context = { phase, originUs: 0 };
  const recorded = file === 'ndjson' ? ndjsonFormat : csvFormat;
  const format = logged === undefined ? recorded : loggedFormat(logged, file, world.rows[0]!, context);
  return format.header + world.rows.map((row) => format.line(inTicks(row, tickUs), context)).join('');
}

/** What another service would have logged, of whose columns the first row has all. */
function loggedFormat(
  logged: Logged,
  file: Sample['file'],
  first: AttemptRow,
  context: RowContext,
): Omit<TraceFormat, 'extension'> {
  const lineOf = (row: AttemptRow) => logged(cells(row, context));
  if (file === 'ndjson') return { header: '', line: (row) => `${JSON.stringify(lineOf(row))}\n` };
  return {
    header: csvLine(Object.keys(lineOf(first))),
    line: (row) => csvLine(Object.values(lineOf(row))),
  };
}

/** A row as a coarser clock would have timed it. */
function inTicks(row: AttemptRow, tickUs: number): AttemptRow {
  const tick = (us: number): number => Math.round(us / tickUs) * tickUs;
  return {
    ...row,
    startUs: tick(row.startUs),
    serviceUs: tick(row.serviceUs),
    endUs: tick(row.endUs),
    ...(row.readUs !== undefined && { readUs: tick(row.readUs) }),
    ...(row.writeUs !== undefined && { writeUs: tick(row.writeUs) }),
  };
}

async function manifestOf(sample: Sample, world: World): Promise<string> {
  const { remainingUnknown = [], versions } = sample;
  const keys = [...world.inventory.keys()].filter((key) => !remainingUnknown.includes(key));
  const initial = [...world.inventory].map(([key, value]) => [key, { value, version: 1 }] as const);
  const remaining = Object.entries(await inventoryOf(world.store, keys));
  const stated = (records: readonly (readonly [string, Stored])[]) =>
    Object.fromEntries(records.map(([key, record]) => [key, storedAs(versions, key, record)]));
  const requests = new Set(world.rows.map((row) => row.requestId));
  return manifestText({
    format: 'race-trace/1',
    seed: sample.seed,
    variant: sample.variant,
    ...(versions !== 'none' && { version_scheme: versions ?? 'sequential' }),
    initial: stated(initial),
    remaining: stated(remaining),
    offered: requests.size,
    ...(sample.schedule === undefined ? {} : { schedule: sample.schedule }),
    ...OWN_HISTORY,
    complete: true,
  });
}

/** What a store whose versions are of another kind would have said of a record. */
function storedAs(versions: Sample['versions'], key: string, { value, version }: Stored) {
  if (versions === 'none') return { value };
  return { value, version: versions === 'opaque' ? etagOf(key, value)! : version };
}
