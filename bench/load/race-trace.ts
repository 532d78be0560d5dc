/** The harness's generator, with every row written to a trace as in a real run: `race-trace.ts PORT RATE SECONDS`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpClient } from '../../src/harness/http/http-client.ts';
import { plainClient } from '../../src/harness/load/client.ts';
import { Generator } from '../../src/harness/load/generator.ts';
import { Deadline } from '../../src/harness/load/deadline.ts';
import { workload } from '../../src/harness/load/workload.ts';
import { csvFormat } from '../../src/harness/record/trace-format.ts';
import { TraceWriter } from '../../src/harness/record/trace-writer.ts';
import { machineClock } from '../../src/harness/service/ports.ts';
import { printMeasured } from './measured.ts';

const [port = 0, rate = 0, durationS = 0] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'race-trace-bench-'));
const trace = new TraceWriter(join(folder, 'x.trace.csv'), csvFormat, {
  phase: 'bench',
  originUs: machineClock(),
});
const offered = workload({ seed: 1, rate, durationS, arrivals: 'constant', keys: 100, skew: 1 });
const interrupted = new AbortController().signal;
const client = plainClient({
  http: new HttpClient(port, 'bench'),
  clock: machineClock,
  record: trace.append.bind(trace),
  deadline: new Deadline(10_000, interrupted),
});
const generator = new Generator(offered, { client, clock: machineClock, interrupted, oneByOne: false });
const before = process.cpuUsage();
const { seconds } = await generator.run();
const { p50, p95, p99, max } = generator.counters.latency.percentiles();
printMeasured({ requests: generator.counters.concluded, seconds, p50, p95, p99, max }, before);
trace.close();
rmSync(folder, { recursive: true });
process.exit();
