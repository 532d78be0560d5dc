/** Starts the two workers of a run, says so, and waits to be killed: `hold-workers.ts STORE-FILE`. */
import { openRig } from '../../../../src/harness/phases/two-client-rig.ts';

const [file = ''] = process.argv.slice(2);
await openRig({ variant: 'unsafe', storeUrl: `sqlite:${file}`, interrupted: new AbortController().signal });
process.stdout.write('started\n');
