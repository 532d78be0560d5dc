import { hash } from 'node:crypto';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { Limits } from '../../../../src/cli/verify/decision-basis.ts';
import { decisionRefusals } from '../../../../src/cli/verify/decision.ts';
import type { GivenPhase } from '../../../../src/cli/verify/phases.ts';
import { reportRefusals } from '../../../../src/cli/verify/report.ts';
import { refusalsOf } from '../../../../src/cli/verify/trace.ts';
import type {
  Certificate,
  CertifiedReport,
  FileDigest,
} from '../../../../src/ingest/run-files/certificate.ts';
import { readManifest } from '../../../../src/ingest/run-files/manifest.ts';
import { readMetrics } from '../../../../src/ingest/run-files/metrics.ts';
import { read } from '../../ingest/read.ts';
import { certificateOf } from '../certified.ts';
import { LIMITS, reportOf, type GivenTrace } from './honest-report.ts';

/** A whole validation with its report, small enough to be forged a thousand times. */
export interface Validation {
  readonly report: CertifiedReport;
  readonly given: readonly GivenTrace[];
  readonly limits: Limits;
}

/** What `race-trace verify` refuses of a validation whose files all have the digests that the report lists. */
export function refusalsOfAll({ report, given, limits }: Validation): string[] {
  const phases: GivenPhase[] = [];
  const reasons: string[] = [];
  for (const { run, name, ...trace } of given) {
    const named = report.certificates.filter((each) => each.trace.name === name);
    const certificate = named.find((each) => each.run === run) ?? named[0];
    if (certificate === undefined) reasons.push(`no certificate for ${name} of ${run}`);
    else {
      phases.push({ ...trace, certificate });
      reasons.push(...refusalsOf(trace.trace, certificate));
    }
  }
  return [
    ...reasons,
    ...reportRefusals(report),
    ...decisionRefusals({ report, given: phases, limits, canary: undefined }),
  ];
}

const HEADER =
  'request_id,inventory_key,worker_id,read_version,write_version,result,read_value,write_value,latency_ms,queue_delay_ms';
const UNITS = 4;

interface Rows {
  readonly lines: readonly string[];
  readonly initial: Readonly<Record<string, { value: number; version: number }>>;
  readonly remaining: Readonly<Record<string, { value: number; version: number }>>;
}

/** Rows of a service on two keys; of one that holds, with refusals and repeated answers, or of one that races. */
function rowsOf(random: RandomGenerator, how: 'held' | 'raced' | 'disturbed'): Rows {
  const below = (limit: number) => uniformInt(random, 0, limit - 1);
  const lines: string[] = [];
  const remaining: Record<string, { value: number; version: number }> = {};
  let id = 0;
  for (const key of ['seat-1', 'seat-2']) {
    let [version, value] = [1, UNITS];
    const units = 2 + below(2);
    const write = (request: string, made: number, read = version, seen = value) =>
      lines.push(`${request},${key},w1,${read},${made},success,${seen},${seen - 1},9,${1 + below(9)}`);
    for (let unit = 0; unit < units; unit++) {
      const [request, other] = [`r${id++}`, `r${id++}`];
      if (how === 'raced' && unit === 0) {
        write(request, version + 1);
        write(other, version + 2, version, value);
        version += 2;
      } else if (how === 'disturbed' && unit < 2) {
        lines.push(`${request},${key},w2,${version},,timeout,${value},,9,1`);
        version++;
        value--;
        if (unit === 1) lines.push(`${request},${key},w1,,,success,,,9,1`);
        continue;
      } else write(request, ++version, version - 1);
      if (below(2) === 0) lines.push(`${other}x,${key},w2,${version - 1},,conflict,${value},,9,2`);
      value--;
      if (below(2) === 0 || unit === 0) lines.push(`${request},${key},w2,,,success,,,9,1`);
    }
    remaining[key] = { value, version };
  }
  const record = { value: UNITS, version: 1 };
  return { lines, initial: { 'seat-1': record, 'seat-2': record }, remaining };
}

const SIDES = {
  candidate: ['baseline', 'reproduce', 'load', 'fault', 'retest'],
  before: ['reproduce', 'load'],
} as const;

/** A validation of chance that earns a canary. */
export async function validationOf(random: RandomGenerator): Promise<Validation> {
  const given: GivenTrace[] = [];
  const certificates: Certificate[] = [];
  const files: (FileDigest & { run: string })[] = [];
  for (const side of ['candidate', 'before'] as const)
    for (const phase of SIDES[side]) {
      const run = side === 'candidate' ? 'conditional' : 'unsafe';
      const made = await phaseOf(random, { side, phase, run });
      given.push(made.given);
      certificates.push(made.certificate);
      files.push(...made.files.map((file) => ({ run, ...file })));
    }
  return { report: reportOf(certificates, files, given), given, limits: LIMITS };
}

async function phaseOf(
  random: RandomGenerator,
  of: Pick<Certificate, 'side' | 'phase' | 'run'>,
): Promise<{ given: GivenTrace; certificate: Certificate; files: FileDigest[] }> {
  const { side, phase, run } = of;
  const rows = rowsOf(random, side === 'before' ? 'raced' : phase === 'fault' ? 'disturbed' : 'held');
  const { initial, remaining } = rows;
  const csv = `${[HEADER, ...rows.lines].join('\n')}\n`;
  const scheme = {
    version_scheme: 'sequential',
    initial,
    remaining,
    complete: true,
    closed: true,
    units_per_success: 1,
  };
  const manifest = JSON.stringify({
    format: 'race-trace/1',
    phase,
    variant: run,
    seed: uniformInt(random, 0, 1e6),
    ...scheme,
  });
  const { facts, members } = readManifest(manifest);
  const trace = { ...(await read(csv, { facts })), facts, manifest: members };
  const metrics = JSON.stringify(metricsOf(rows.lines, phase, run));
  const digest = (name: string, text: string): FileDigest => ({
    name: `${phase}.${name}`,
    bytes: text.length,
    sha256: hash('sha256', text),
  });
  const files = [digest('trace.csv', csv), digest('run.json', manifest), digest('metrics.json', metrics)];
  const certificate = { ...certificateOf(trace, { trace: files[0]!, manifest: files[1]! }), ...of };
  return {
    given: { run, name: `${phase}.trace.csv`, trace, metrics: readMetrics(metrics).metrics },
    certificate,
    files,
  };
}

/** Metrics of a load with these rows that holds every limit. */
function metricsOf(lines: readonly string[], phase: string, variant: string) {
  const attempts = { started: lines.length, success: 0, conflict: 0, rejected: 0, timeout: 0, retry: 0 };
  for (const line of lines) attempts[line.split(',')[5] as 'success']++;
  const requests = new Set(lines.map((line) => line.split(',')[0])).size;
  const ms = (max: number) => ({ p50: 1, p95: max / 2, p99: max * 0.9, p999: max, max, mean: 1 });
  return {
    format: 'race-trace-metrics/1',
    ...{ phase, variant, workload_hash: 'a'.repeat(64), valid: true, invalid_because: [] },
    capacity: { service_ms: 1, workers: 2, utilisation: 0.5 },
    requests: {
      offered: requests,
      sent: requests,
      concluded: requests,
      seconds: 2,
      achieved_per_s: requests / 2,
    },
    attempts,
    latency_ms: ms(40 + lines.length),
    queue_delay_ms: ms(10 + lines.length / 10),
    http_5xx: { count: 0, rate: 0.0001 },
    retries: {
      conflict_rate: 0.05,
      refused_write_rate: 0.05,
      attempts_per_request: 1.1,
      predicted_attempts_per_request: 1.1,
    },
  };
}
