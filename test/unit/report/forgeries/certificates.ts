import { agree, another, below, causeOf, digest, figureOf, pick } from './forge.ts';
import type { Forge, Forgeries, OpenCertificate } from './forge.ts';

type Key = OpenCertificate['keys'][number];
type Epoch = Key['epochs'][number];
type Step = Epoch['steps'][number];

const ofCertificate =
  (forge: (certificate: OpenCertificate) => unknown): Forge =>
  ({ certificates }) =>
    forge(pick(certificates));
const ofKey = (forge: (key: Key, of: OpenCertificate) => unknown): Forge =>
  ofCertificate((of) => forge(pick(of.keys), of));
const ofEpoch = (forge: (epoch: Epoch) => unknown): Forge => ofKey(({ epochs }) => forge(pick(epochs)));
const ofStep = (forge: (step: Step, epoch: Epoch) => unknown): Forge =>
  ofEpoch((epoch) => forge(pick(epoch.steps), epoch));

/** Of certificates, their keys and their steps. */
export const OF_CERTIFICATES: Forgeries = [
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
];
