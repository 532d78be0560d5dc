/** Makes the sample traces, their manifests and golden findings anew: `npm run samples`. The same bytes every time. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLES } from './samples.ts';
import { writeSample } from './write-sample.ts';

const directory = import.meta.dirname;
for (const sample of SAMPLES) {
  for (const name of await writeSample(sample, directory)) {
    const { size } = statSync(join(directory, name));
    process.stdout.write(`${name.padEnd(40)} ${String(size).padStart(8)} bytes\n`);
  }
}
