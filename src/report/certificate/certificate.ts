import {
  type Analysis,
  checkKey,
  classifyRequests,
  FindingCollector,
  keyTasks,
  type KeyWorld,
  type Ledger,
  missingRows,
  type RunRecord,
  type Shared,
  STEP,
  Units,
} from '../../core/index.ts';
import { NONE } from '../../core/words/codes.ts';
import { contentOf } from './content.ts';
import type { Sha256 } from './content.ts';
import type {
  Certificate,
  CertifiedLedger,
  CertifiedStep,
  CertifiedStepKind,
  FileDigest,
  KeyCertificate,
} from '../../ingest/run-files/certificate.ts';

/** The codes of the checker's steps, in words. */
const STEP_NAMES: Readonly<Record<number, CertifiedStepKind>> = {
  [STEP.chain]: 'chain',
  [STEP.stale]: 'stale',
  [STEP.unchecked]: 'unchecked',
  [STEP.misnumbered]: 'misnumbered',
  [STEP.untraced]: 'untraced',
};
/** Digits of a row's digest that are kept to find it by. */
const TAG = 4;

/** The certificates of all phases of these runs: the one that is decided on, then the one that it is held against. */
export function certifyRuns(runs: readonly RunRecord[], sha256: Sha256): readonly Certificate[] {
  return runs.flatMap(({ name: run, phases, files }, index) =>
    phases.flatMap(({ phase, traceName, analysis }) => {
      const trace = files.find(({ name }) => name === traceName);
      const manifest = files.find(({ name }) => name === `${phase}.run.json`);
      const side = index === 0 ? 'candidate' : 'before';
      return trace === undefined ? [] : [certify(analysis, { side, run, phase, trace, manifest }, sha256)];
    }),
  );
}

/** Which trace it is that is certified. */
export interface CertifiedSource {
  readonly side: Certificate['side'];
  readonly run: string;
  readonly phase: string;
  readonly trace: FileDigest;
  readonly manifest: FileDigest | undefined;
}

/** Vouches for what the checker made of a trace. Takes a few seconds per million rows. */
export function certify(analysis: Analysis, source: CertifiedSource, sha256: Sha256): Certificate {
  const { history, reading, facts } = analysis;
  const { head, digests } = contentOf(history, reading.rejected, sha256);
  const units = new Units(history, facts?.unitsPerSuccess);
  const shared: Shared = {
    history,
    facts,
    units,
    requests: classifyRequests(history, units, facts?.versionScheme),
    missing: missingRows(facts, reading),
    knowsAnswers: true,
  };
  const ordered = [...analysis.keys].sort((a, b) => a.key - b.key);
  const scratch = new FindingCollector(history, 0);
  return {
    format: 'race-trace-certificate/3',
    ...source,
    manifest: source.manifest ?? null,
    rows: {
      sha256: sha256(`${head}\n${digests.join('')}`),
      tags: digests.map((digest) => digest.slice(0, TAG)).join(''),
    },
    verdict: analysis.verdict,
    keys: ordered.map(({ key, from, to, ledger }): KeyCertificate => {
      const rows = analysis.rowsByKey.slice(from, to).sort();
      return {
        key: history.strings.at(key)!,
        epochs: keyTasks(shared, key, rows).map((task) => {
          const { settled, units: worlds, isWhole } = checkKey(shared, task, scratch);
          return {
            initial: history.versions.text(task.initialVersion),
            isDecided: worlds.length === 1 && isWhole,
            steps: stepsOf(settled.world),
          };
        }),
        ledger: certifiedLedger(ledger),
      };
    }),
    ledger: certifiedLedger(analysis.ledger),
  };
}

function stepsOf({ history, walk }: KeyWorld): CertifiedStep[] {
  const { versions, line } = history;
  const text = (cell: number): string => (Number.isInteger(cell) ? versions.text(cell) : '');
  return walk.kind.map((kind, step) => {
    const [row, maker] = [walk.row[step]!, walk.maker[step]!];
    const certified = [
      row === NONE ? 0 : line[row]!,
      text(walk.base[step]!),
      text(walk.made[step]!),
      STEP_NAMES[kind]!,
    ] as const;
    return maker === NONE || maker === row ? certified : [...certified, line[maker]!];
  });
}

function certifiedLedger(ledger: Ledger): CertifiedLedger {
  const { confirmed, initial, remaining, mismatch, by, undecided, unexplained } = ledger;
  const known = (units: number | undefined) => units ?? null;
  const books = { initial: known(initial), remaining: known(remaining), mismatch: known(mismatch) };
  return { confirmed, ...books, by, undecided, unexplained };
}
