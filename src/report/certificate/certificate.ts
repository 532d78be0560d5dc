import {
  type Analysis,
  causesOfMismatch,
  classifyRequests,
  type KeyAnalysis,
  keyEnds,
  type Ledger,
  orderedWrites,
  type Requests,
  ROLE,
  type RunRecord,
  STEP,
  type Walk,
  walkKey,
} from '../../core/index.ts';
import { contentOf } from './content.ts';
import type { Sha256 } from './content.ts';
import type {
  Certificate,
  CertifiedAnswer,
  CertifiedLedger,
  CertifiedStep,
  CertifiedStepKind,
  FileDigest,
  KeyCertificate,
} from '../../ingest/run-files/certificate.ts';
import { ROW_FLAG, NONE, RESULT } from '../../core/words/codes.ts';

/** The codes of the checker's steps, in words. */
const STEP_NAMES: Readonly<Record<number, CertifiedStepKind>> = {
  [STEP.chain]: 'chain',
  [STEP.stale]: 'stale',
  [STEP.unchecked]: 'unchecked',
  [STEP.misnumbered]: 'misnumbered',
  [STEP.bridged]: 'applied',
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
  const requests = classifyRequests(history, reading.rejected === 0 && facts?.complete !== false);
  // The order in which a trace names its keys tells which of two confirmations of one request was the first.
  const ordered = [...analysis.keys].sort((a, b) => a.key - b.key);
  const replays: number[] = [];
  const keys = ordered.map((key) => certifyKey({ analysis, requests, replays }, key));
  return {
    format: 'race-trace-certificate/2',
    ...source,
    manifest: source.manifest ?? null,
    rows: {
      sha256: sha256(`${head}\n${digests.join('')}`),
      tags: digests.map((digest) => digest.slice(0, TAG)).join(''),
    },
    verdict: analysis.verdict,
    keys,
    replays,
    ledger: certifiedLedger(analysis.ledger),
  };
}

interface Certifying {
  readonly analysis: Analysis;
  readonly requests: Requests;
  /** Lines that are to be filled in. */
  readonly replays: number[];
}

function certifyKey(of: Certifying, { key, from, to, ledger }: KeyAnalysis): KeyCertificate {
  const { analysis, requests } = of;
  const { history, facts, scheme, rowFlags, rowsByKey } = analysis;
  const rows = rowsByKey.slice(from, to).sort();
  const { books, ...ends } = keyEnds(history, facts, key, rows);
  const walk = walkKey(
    { history, requests, scheme: scheme.scheme },
    { key, rows, writes: orderedWrites(history, requests, rows), ...ends },
  );
  const took = new Float64Array(history.size);
  causesOfMismatch(walk, { history, requests, rowFlags, books, rows }, took);
  return {
    key: history.strings[key]!,
    initial: history.versions.text(walk.initialVersion),
    steps: stepsOf(of, walk, took),
    answers: answersOf(of, walk, rows),
    ledger: certifiedLedger(ledger),
  };
}

function stepsOf({ analysis, requests }: Certifying, walk: Walk, took: Float64Array): CertifiedStep[] {
  const { versions, line } = analysis.history;
  return walk.kind.map((kind, step) => {
    const row = walk.row[step]!;
    const [base, made] = [versions.text(walk.base[step]!), versions.text(walk.made[step]!)];
    if (kind === STEP.untraced) return [row === NONE ? 0 : line[row]!, base, made, 'untraced', 0];
    const isAgain = kind === STEP.chain && (analysis.rowFlags[row]! & ROW_FLAG.duplicate) !== 0;
    const name = walk.confirmedBy.has(row) ? 'settled' : isAgain ? 'again' : STEP_NAMES[kind]!;
    const writer = requests.basis.get(row);
    const certified = [line[row]!, base, made, name, took[row]!] as const;
    return writer === undefined ? certified : [...certified, line[writer]!];
  });
}

/** What each success without a step confirms; those that confirm nothing are put down as replays. */
function answersOf(
  { analysis, requests, replays }: Certifying,
  walk: Walk,
  rows: Uint32Array,
): CertifiedAnswer[] {
  const { history, reading, facts } = analysis;
  const answering = new Set(walk.confirmedBy.values());
  const answered = new Set(Array.from(answering, (row) => history.requestId[row]!));
  const whole = reading.rejected === 0 && facts?.complete !== false;
  const answers: CertifiedAnswer[] = [];
  for (const row of rows) {
    if (history.result[row] !== RESULT.success || requests.role[row] === ROLE.transition) continue;
    const line = history.line[row]!;
    const request = history.requestId[row]!;
    if (answering.has(row)) answers.push([line, 'answer']);
    else if (requests.role[row] === ROLE.replay || answered.has(request)) replays.push(line);
    else {
      const timedOut = requests.bare.get(walk.key)?.get(request)?.timedOut === true;
      // Who wrote it may be missing, or have timed out.
      const isOpen = !requests.recordsWrites || !whole || (timedOut && walk.openTimeouts > 0);
      answers.push([line, isOpen ? 'open' : 'unwritten']);
    }
  }
  return answers;
}

function certifiedLedger({ confirmed, initial, remaining, mismatch, by, unexplained }: Ledger) {
  const ledger: CertifiedLedger = {
    confirmed,
    initial: initial ?? null,
    remaining: remaining ?? null,
    mismatch: mismatch ?? null,
    by,
    unexplained,
  };
  return ledger;
}
