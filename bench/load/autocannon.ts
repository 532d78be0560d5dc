/** autocannon at a fixed overall rate: `autocannon.ts PORT RATE SECONDS`. Its percentiles are whole milliseconds. */
import autocannon from 'autocannon';
import { printMeasured } from './measured.ts';

const [port = 0, rate = 0, seconds = 0] = process.argv.slice(2).map(Number);
const before = process.cpuUsage();
const result = await autocannon({
  url: `http://127.0.0.1:${port}/reservations`,
  method: 'POST',
  headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
  body: '{}',
  connections: 32,
  overallRate: rate,
  duration: seconds,
});
const { p50, p97_5, p99, max } = result.latency;
// It knows no 95th percentile; the nearest one it has is reported in its place.
printMeasured(
  { requests: result.requests.total, seconds: result.duration, p50, p95: p97_5, p99, max },
  before,
);
