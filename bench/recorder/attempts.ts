/** How long the four calls of an attempt take, with RACE_TRACE as it is set: prints median and 99th percentile. */
import { begin } from '../../recorder/race-trace.ts';

const ATTEMPTS = 100_000;

const took = Float64Array.from({ length: ATTEMPTS }, (_, i) => {
  const startNs = process.hrtime.bigint();
  const attempt = begin(`request-${i}`, 'seat-7');
  attempt.read(1, i);
  attempt.write(0, i + 1);
  attempt.end('success');
  return Number(process.hrtime.bigint() - startNs) / 1000;
}).sort();
const [p50, p99] = [0.5, 0.99].map((share) => took[Math.floor(share * ATTEMPTS)]!.toFixed(1));
console.log(
  `TypeScript, Node ${process.versions.node}: p50 ${p50} µs, p99 ${p99} µs of ${ATTEMPTS} attempts`,
);
