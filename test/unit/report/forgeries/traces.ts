import { NONE, RESULT } from '../../../../src/core/words/codes.ts';
import { certificateOf } from '../certified.ts';
import { below, digest, pick } from './forge.ts';
import type { Forge, Forgeries, Open, OpenReport } from './forge.ts';
import type { GivenTrace } from './honest-report.ts';

/** The phases of the candidate come first. */
const OWN = 5;

/** Gives the certificate of a trace the digests of other rows. */
function certifyRows({ certificates }: OpenReport, { run, name }: GivenTrace, trace: GivenTrace['trace']) {
  const certificate = certificates.find((each) => each.run === run && each.trace.name === name)!;
  certificate.rows = { ...certificateOf(trace).rows };
}

/** Changes the rows of a trace of the candidate; the digests are those of the changed rows, all else as it was certified. */
const ofRows =
  (forge: (columns: Open<GivenTrace['trace']['history']>, at: number) => unknown): Forge =>
  (report, { given, change }) => {
    const at = below(OWN);
    const { trace } = given[at]!;
    const history = structuredCloneOf(trace.history);
    if (forge(history, below(history.size)) === false) return false;
    const changed: GivenTrace['trace'] = {
      ...trace,
      history: history as unknown as GivenTrace['trace']['history'],
    };
    certifyRows(report, given[at]!, changed);
    return change({ trace: changed }, at);
  };

function structuredCloneOf(history: GivenTrace['trace']['history']): Open<GivenTrace['trace']['history']> {
  const columns = Object.entries(history).map(([name, column]: [string, unknown]) => [
    name,
    ArrayBuffer.isView(column) ? (column as Float64Array).slice() : column,
  ]);
  return Object.fromEntries(columns) as Open<GivenTrace['trace']['history']>;
}

/** Changes what a manifest says, in a phase of the candidate. */
const ofFacts =
  (facts: object, reading: object = {}): Forge =>
  (report, { given, change }) => {
    const at = below(OWN);
    const { trace } = given[at]!;
    const changed = {
      ...trace,
      facts: { ...trace.facts!, ...facts },
      reading: { ...trace.reading, ...reading },
    };
    certifyRows(report, given[at]!, changed);
    return change({ trace: changed }, at);
  };

/** Another run's file in the place of this one's; `of` says which. */
const swapped =
  (of: (other: GivenTrace) => Partial<GivenTrace>): Forge =>
  (report, { given, others, change }) => {
    const at = below(OWN);
    const own = given[at]!;
    const other = others[below(others.length)]!.given[at]!;
    const swap = of(other);
    if (swap.trace !== undefined) certifyRows(report, own, swap.trace);
    const isSame =
      (swap.trace === undefined ||
        JSON.stringify(certificateOf(swap.trace)) === JSON.stringify(certificateOf(own.trace))) &&
      (swap.metrics === undefined || JSON.stringify(swap.metrics) === JSON.stringify(own.metrics));
    return isSame ? false : change(swap, at);
  };

const ofMetrics =
  (change: (metrics: NonNullable<GivenTrace['metrics']>) => object): Forge =>
  (_, { given, change: forged }) => {
    const at = pick([2, 4]);
    const metrics = given[at]!.metrics!;
    return forged({ metrics: { ...metrics, ...change(metrics) } }, at);
  };

/** Of rows, manifests and metrics, which the report has the digests of. */
export const OF_TRACES: Forgeries = [
  ['a trace of another run', swapped(({ trace }) => ({ trace }))],
  ['metrics of another run', swapped(({ metrics }) => ({ metrics }))],
  [
    'metrics of another phase',
    (_, { given, change }) => change({ metrics: given[0]!.metrics }, pick([2, 4])),
  ],
  ['metrics beyond a limit', ofMetrics((of) => ({ latency_ms: { ...of.latency_ms, p99: 151 + below(99) } }))],
  [
    'metrics that call themselves invalid',
    ofMetrics(() => ({ valid: false, invalid_because: ['The generator was late.'] })),
  ],
  ['metrics of another workload', ofMetrics(() => ({ workload_hash: digest() }))],
  [
    'a load under other conditions',
    (_, { given, change }) => {
      const at = pick([2, 4]);
      const { trace } = given[at]!;
      const other = pick([
        { store: { kind: 'etcd' } },
        { store: { kind: 'sqlite', latency_ms: 1 + below(90) } },
        { workers: 3 + below(90) },
        { admitted: 1 + below(90) },
        { code: { service: digest() } },
        { environment: { cpus: 1 + below(90) } },
        { environment: { node: '22.0.0' } },
      ]);
      return change({ trace: { ...trace, manifest: { ...trace.manifest, ...other } } }, at);
    },
  ],
  ['a manifest that does not say complete', ofFacts({ complete: false })],
  ['a manifest that calls the run invalid', ofFacts({ invalidBecause: ['The generator was late.'] })],
  [
    'a manifest of other books',
    (report, beside) =>
      ofFacts({ remaining: new Map([['seat-1', { value: below(2), version: 9n }]]) })(report, beside),
  ],
  ['a rejected row', (report, beside) => ofFacts({}, { rejected: 1 + below(3) })(report, beside)],
  [
    'a success that was a conflict',
    ofRows((rows, at) => rows.result[at] === RESULT.success && (rows.result[at] = RESULT.conflict)),
  ],
  [
    'a conflict that was a success',
    ofRows((rows, at) => rows.result[at] === RESULT.conflict && ((rows.result[at] = RESULT.success), true)),
  ],
  [
    'a value below zero',
    ofRows((rows, at) => rows.readVersion[at] !== NONE && (rows.readValue[at] = -1 - below(3))),
  ],
  [
    'a version that nothing made',
    ofRows((rows, at) => rows.result[at] === RESULT.conflict && (rows.readVersion[at] = 90 + below(9))),
  ],
  [
    'a write of another version',
    ofRows((rows, at) => rows.writeVersion[at]! > 0 && (rows.writeVersion[at]! += 1 + below(3))),
  ],
];
