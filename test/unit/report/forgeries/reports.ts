import { another, below, causeOf, figureOf, pick } from './forge.ts';
import type { Forge, Forgeries, OpenReport } from './forge.ts';

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

/** Of what the report says beside its certificates. */
export const OF_REPORTS: Forgeries = [
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
];
