/** Forged reports, each with one thing changed and every digest made right again: all are refused. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Certificate, CertifiedReport } from '../../../src/ingest/run-files/certificate.ts';
import { certificateOf } from './certified.ts';
import { refusalsOfAll, validationOf, type GivenTrace, type Validation } from './forged-validation.ts';
import { NONE, RESULT } from '../../../src/core/words/codes.ts';

const SEED = 20261130;
const FORGED = 1000;
const random = xoroshiro128plus(SEED);
const below = (limit: number): number => uniformInt(random, 0, limit - 1);
const pick = <T>(of: readonly T[]): T => of[below(of.length)]!;

/** What a forger may change; the report, its certificates and the traces can be written to. */
type Open<T> = T extends object ? { -readonly [K in keyof T]: Open<T[K]> } : T;
type OpenReport = Open<CertifiedReport>;
type OpenCertificate = Open<Certificate>;
type Key = OpenCertificate['keys'][number];
type Epoch = Key['epochs'][number];
type Step = Epoch['steps'][number];
type Ledger = OpenCertificate['ledger'];

/** Changes one thing; false where this validation has no such thing. */
type Forge = (
  report: OpenReport,
  validation: Validation,
  change: (given: Partial<GivenTrace>, at: number) => true,
) => unknown;

const ofCertificate =
  (forge: (certificate: OpenCertificate) => unknown): Forge =>
  ({ certificates }) =>
    forge(pick(certificates));
const ofKey = (forge: (key: Key, of: OpenCertificate) => unknown): Forge =>
  ofCertificate((of) => forge(pick(of.keys), of));
const ofEpoch = (forge: (epoch: Epoch) => unknown): Forge => ofKey(({ epochs }) => forge(pick(epochs)));
const ofStep = (forge: (step: Step, epoch: Epoch) => unknown): Forge =>
  ofEpoch((epoch) => forge(pick(epoch.steps), epoch));
const another = <T>(of: readonly T[], now: T): T => pick(of.filter((each) => each !== now));
/** The phases of the candidate come first. */
const OWN = 5;
const digest = (): string => Array.from({ length: 64 }, () => '0123456789abcdef'[below(16)]).join('');

function figureOf(ledger: Ledger): unknown {
  const figure = pick(['confirmed', 'initial', 'remaining', 'mismatch', 'undecided', 'unexplained'] as const);
  return (ledger[figure] = (ledger[figure] ?? 0) + 1 + below(2));
}

function causeOf({ by }: Ledger): unknown {
  const cause = pick(Object.keys(by) as (keyof typeof by)[]);
  return (by[cause] += 1 + below(2));
}

/** A report that says everywhere what a certificate says, as a forger would see to. */
function agree({ certificates, invariant }: OpenReport): void {
  for (const { side, phase, verdict, ledger, keys } of certificates)
    for (const books of invariant)
      if (books.side === side && books.phase === phase)
        Object.assign(books, {
          verdict,
          ledger,
          keys: keys.length,
          unknown_because: verdict === 'unknown' ? ['it is'] : [],
        });
}

/** Changes the rows of a trace of the candidate; the digests are those of the changed rows, all else as it was certified. */
const ofRows =
  (forge: (columns: Open<GivenTrace['trace']['history']>, at: number) => unknown): Forge =>
  (report, { given }, change) => {
    const at = below(OWN);
    const { trace, run, name } = given[at]!;
    const history = structuredCloneOf(trace.history);
    if (forge(history, below(history.size)) === false) return false;
    const changed: GivenTrace['trace'] = {
      ...trace,
      history: history as unknown as GivenTrace['trace']['history'],
    };
    const certificate = report.certificates.find((each) => each.run === run && each.trace.name === name)!;
    certificate.rows = { ...certificateOf(changed).rows };
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
  (report, { given }, change) => {
    const at = below(OWN);
    const { trace, name, run } = given[at]!;
    const changed = {
      ...trace,
      facts: { ...trace.facts!, ...facts },
      reading: { ...trace.reading, ...reading },
    };
    const certificate = report.certificates.find((each) => each.run === run && each.trace.name === name)!;
    certificate.rows = { ...certificateOf(changed).rows };
    return change({ trace: changed }, at);
  };

/** Another run's file in the place of this one's; `of` says which. */
const swapped =
  (of: (other: GivenTrace) => Partial<GivenTrace>): Forge =>
  (report, { given }, change) => {
    const at = below(OWN);
    const own = given[at]!;
    const other = others[below(others.length)]!.given[at]!;
    const swap = of(other);
    const certificate = report.certificates.find(
      (each) => each.run === own.run && each.trace.name === own.name,
    )!;
    if (swap.trace !== undefined) certificate.rows = { ...certificateOf(swap.trace).rows };
    const isSame =
      (swap.trace === undefined ||
        JSON.stringify(certificateOf(swap.trace)) === JSON.stringify(certificateOf(own.trace))) &&
      (swap.metrics === undefined || JSON.stringify(swap.metrics) === JSON.stringify(own.metrics));
    return isSame ? false : change(swap, at);
  };

const decided =
  (
    decision: OpenReport['decision']['decision'],
    level: 'blocks' | 'withholds' | 'limits' | 'supports',
  ): Forge =>
  (report) => {
    report.decision.decision = decision;
    report.decision.reasons = [{ code: 'violation', level }];
  };

const ofResult =
  (forge: (result: OpenReport['decision']['criteria'][number]) => unknown): Forge =>
  ({ decision }) =>
    forge(pick(decision.criteria));
const ofMetrics =
  (change: (metrics: NonNullable<GivenTrace['metrics']>) => object): Forge =>
  (_, { given }, forged) => {
    const at = pick([2, 4]);
    const metrics = given[at]!.metrics!;
    return forged({ metrics: { ...metrics, ...change(metrics) } }, at);
  };

const FORGERIES: readonly (readonly [string, Forge])[] = [
  [
    'a certificate of the other side',
    ofCertificate((of) => (of.side = another(['candidate', 'before'], of.side))),
  ],
  [
    'a certificate of another run',
    ofCertificate((of) => (of.run = pick(['unsafe', 'conditional', 'x'].filter((run) => run !== of.run)))),
  ],
  [
    'a certificate of another phase',
    ofCertificate((of) => (of.phase = another(['baseline', 'load', 'fault', 'retest'], of.phase))),
  ],
  ['a trace of another name', ofCertificate((of) => (of.trace.name = `x.${of.trace.name}`))],
  ['a trace of another size', ofCertificate((of) => (of.trace.bytes += 1 + below(9)))],
  ['a trace of another digest', ofCertificate((of) => (of.trace.sha256 = digest()))],
  ['a manifest of another digest', ofCertificate((of) => (of.manifest!.sha256 = digest()))],
  ['no manifest', ofCertificate((of) => (of.manifest = null))],
  ['rows of another digest', ofCertificate((of) => (of.rows.sha256 = digest()))],
  [
    'rows of other tags',
    ofCertificate((of) => (of.rows.tags = `${of.rows.tags.slice(4)}${digest().slice(0, 4)}`)),
  ],
  [
    'another verdict',
    (report) => {
      const of = pick(report.certificates);
      of.verdict = another(['ok', 'violation', 'unknown'], of.verdict);
      agree(report);
    },
  ],
  ['another key', ofKey((key) => (key.key = `${key.key}0`))],
  [
    'another first version',
    ofEpoch((epoch) => (epoch.initial = String(Number(epoch.initial) + 1 + below(3)))),
  ],
  [
    'a key left out',
    (report) => {
      const of = pick(report.certificates);
      of.keys.splice(below(of.keys.length), 1);
      agree(report);
    },
  ],
  [
    'a key twice',
    (report) => {
      const of = pick(report.certificates);
      of.keys.push(pick(of.keys));
      agree(report);
    },
  ],
  ['keys exchanged', ofCertificate((of) => of.keys.reverse())],
  ['a step of another line', ofStep((step) => (step[0] += 1 + below(3)))],
  ['a step from another version', ofStep((step) => (step[1] = String(Number(step[1]) + 1)))],
  ['a step to another version', ofStep((step) => (step[2] = String(Number(step[2]) + 1 + below(2))))],
  [
    'a step of another kind',
    ofStep(
      (step) => (step[3] = another(['chain', 'stale', 'unchecked', 'misnumbered', 'untraced'], step[3])),
    ),
  ],
  ['a step that only reports', ofStep((step) => (step[4] = step[0] + 1))],
  ['a step left out', ofEpoch(({ steps }) => steps.splice(below(steps.length), 1))],
  ['a step twice', ofStep((step, { steps }) => steps.push(step))],
  ['steps exchanged', ofEpoch(({ steps }) => steps.length > 1 && steps.reverse())],
  ['an epoch twice', ofKey(({ epochs }) => epochs.push(epochs[0]!))],
  ['no epoch', ofKey(({ epochs }) => epochs.pop())],
  ['another figure in the books of a key', ofKey(({ ledger }) => figureOf(ledger))],
  ['another cause in the books of a key', ofKey(({ ledger }) => causeOf(ledger))],
  [
    'another figure in the books of all',
    (report) => {
      figureOf(pick(report.certificates).ledger);
      agree(report);
    },
  ],
  [
    'another cause in the books of all',
    (report) => {
      causeOf(pick(report.certificates).ledger);
      agree(report);
    },
  ],
  ['a certificate left out', ({ certificates }) => certificates.splice(below(certificates.length), 1)],
  ['a certificate twice', ({ certificates }) => certificates.push(pick(certificates))],
  [
    'a phase left out of the report',
    (report) => {
      const { side, phase, run } = pick(report.certificates);
      report.certificates = report.certificates.filter((each) => each.side !== side || each.phase !== phase);
      report.invariant = report.invariant.filter((each) => each.side !== side || each.phase !== phase);
      report.files = report.files.filter((each) => each.run !== run || !each.name.startsWith(`${phase}.`));
    },
  ],
  [
    'a phase whose books the report leaves out',
    ({ invariant }) => invariant.splice(below(invariant.length), 1),
  ],
  [
    'another verdict in the report',
    ({ invariant }) => {
      const of = pick(invariant);
      of.verdict = another(['ok', 'violation', 'unknown'], of.verdict);
    },
  ],
  [
    'another figure in the report',
    ({ invariant }) => {
      const of = pick(invariant);
      of.ledger = structuredClone(of.ledger);
      figureOf(of.ledger);
    },
  ],
  [
    'another cause in the report',
    ({ invariant }) => {
      const of = pick(invariant);
      of.ledger = structuredClone(of.ledger);
      causeOf(of.ledger);
    },
  ],
  ['a release', decided('release', 'supports')],
  ['a block', decided('blocked', 'blocks')],
  [
    'a decision that its reasons do not make',
    ({ decision }) =>
      (decision.decision = another(['blocked', 'undecided', 'canary', 'release'], decision.decision)),
  ],
  [
    'another figure against a limit',
    ofResult(
      (of) => (of.measured = (of.measured ?? 0) * (1 + (1 + below(9)) / 20) + (of.unit === 'units' ? 1 : 0)),
    ),
  ],
  ['another limit', ofResult((of) => (of.limit = of.limit * 2 + 1))],
  ['a failed criterion', ofResult((of) => (of.status = pick(['fail', 'missing'])))],
  ['a trace of another run', swapped(({ trace }) => ({ trace }))],
  ['metrics of another run', swapped(({ metrics }) => ({ metrics }))],
  [
    'metrics of another phase',
    (_, { given }, change) => change({ metrics: given[0]!.metrics }, pick([2, 4])),
  ],
  ['metrics beyond a limit', ofMetrics((of) => ({ latency_ms: { ...of.latency_ms, p99: 151 + below(99) } }))],
  [
    'metrics that call themselves invalid',
    ofMetrics(() => ({ valid: false, invalid_because: ['The generator was late.'] })),
  ],
  ['metrics of another workload', ofMetrics(() => ({ workload_hash: digest() }))],
  [
    'a load under other conditions',
    (_, { given }, change) => {
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
    (report, validation, change) =>
      ofFacts({ remaining: new Map([['seat-1', { value: below(2), version: 9n }]]) })(
        report,
        validation,
        change,
      ),
  ],
  [
    'a rejected row',
    (report, validation, change) => ofFacts({}, { rejected: 1 + below(3) })(report, validation, change),
  ],
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

let others: readonly Validation[] = [];

describe(`${FORGED} forged reports of ${FORGERIES.length} kinds`, () => {
  let honest: readonly Validation[] = [];
  before(async () => {
    const all: Validation[] = [];
    for (let each = 0; each < 24; each++) all.push(await validationOf(random));
    [honest, others] = [all.slice(0, 12), all.slice(12)];
  });

  it('are forged from reports that are verified', () => {
    for (const validation of honest) assert.deepEqual(refusalsOfAll(validation), []);
  });

  it('are all refused', () => {
    const accepted = new Map<string, number>();
    const made = new Map<string, number>();
    for (let tries = 0, forged = 0; forged < FORGED; tries++) {
      assert.ok(tries < 3 * FORGED, 'too few things to forge');
      const [name, forge] = FORGERIES[tries % FORGERIES.length]!;
      const validation = pick(honest);
      const report = structuredClone(validation.report) as OpenReport;
      const given = [...validation.given];
      const change = (to: Partial<GivenTrace>, at: number): true => {
        given[at] = { ...given[at]!, ...to };
        return true;
      };
      if (forge(report, validation, change) === false) continue;
      forged++;
      made.set(name, (made.get(name) ?? 0) + 1);
      const changed = { ...validation, report: report as CertifiedReport, given };
      if (refusalsOfAll(changed).length === 0) accepted.set(name, (accepted.get(name) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(accepted), {}, `seed ${SEED}`);
    assert.equal(made.size, FORGERIES.length, 'every kind is forged');
  });
});
