/** Runs the reproducer once: `reproduce-into.ts DIRECTORY`. */
import { reproduce } from '../../../../src/harness/phases/reproduce.ts';
import { CLIENTS } from '../../../../src/harness/phases/two-client-rig.ts';
import { parseSchedule, RACE_SCHEDULE } from '../../../../src/harness/schedule/schedule.ts';

const [directory = ''] = process.argv.slice(2);
const schedule = parseSchedule(RACE_SCHEDULE, CLIENTS);
const interrupted = new AbortController().signal;
await reproduce({ schedule, seed: 1, runs: 1, directory, interrupted });
