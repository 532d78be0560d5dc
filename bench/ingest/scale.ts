/**
 * What `race-trace check` costs as traces grow: `node bench/ingest/scale.ts [ROWS,…] [csv,ndjson] [KEYS,…]`, after
 * `npm run build`. Each trace is generated, checked once as a whole process, and removed.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { type Form, generate } from './generate.ts';
import { measured } from './measured.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.cache', 'bench-ingest');
const CLI = join(ROOT, 'dist', 'cli.js');
/** Verdicts are exit codes too: ok, violation, unknown. */
const VERDICTS = [0, 1, 3];

const [sizes = '54000,540000,5400000', forms = 'csv,ndjson', spreads = '1,500,1000000'] =
  process.argv.slice(2);

mkdirSync(FOLDER, { recursive: true });
console.log(`${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, load ${loadavg()[0]!.toFixed(0)}`);
console.log('rows, form, keys: wall s, processor s, µs of it for each row, peak MiB');
for (const rows of sizes.split(',').map(Number))
  for (const form of forms.split(',') as Form[])
    for (const keys of spreads.split(',').map(Number)) {
      const file = join(FOLDER, `scale-${process.pid}.${form}`);
      generate(file, form, { rows, keys, seed: 42 });
      try {
        const run = await measured(
          [CLI, 'check', '--format', 'json', '--quiet', '--max-findings', '0', file],
          VERDICTS,
        );
        const perRowUs = (1e6 * run.cpuS) / rows;
        console.log(
          `${rows}, ${form}, ${keys}: ${run.wallS.toFixed(2)}, ${run.cpuS.toFixed(2)}, ${perRowUs.toFixed(1)}, ${run.peakMb.toFixed(0)}`,
        );
      } finally {
        rmSync(file);
      }
    }
