import type { Analysis, Ledger } from '../core/analysis.ts';
import { keyEnds } from '../core/check/key-books.ts';
import { classifyRequests } from '../core/check/requests.ts';
import type { Requests } from '../core/check/requests.ts';
import { STEP, orderedWrites, walkKey } from '../core/check/walk.ts';
import type { Walk } from '../core/check/walk.ts';
import type { RunRecord } from '../core/decide/run-record.ts';
import { NONE } from '../core/history/history.ts';
import { CanonicalRows, countResults } from './certificate-content.ts';
import type { Sha256 } from './certificate-content.ts';
import { CERTIFICATE_FORMAT } from './certificate-format.ts';
import type {
  Certificate,
  CertifiedLedger,
  CertifiedStep,
  FileDigest,
  KeyCertificate,
} from './certificate-format.ts';

/** The codes of the checker's steps, in words. */
const STEP_NAMES: Readonly<Record<number, CertifiedStep>> = {
  [STEP.chain]: 'chain',
  [STEP.stale]: 'stale',
  [STEP.unchecked]: 'unchecked',
  [STEP.misnumbered]: 'misnumbered',
  [STEP.bridged]: 'applied',
  [STEP.untraced]: 'untraced',
};

/** The certificates of all phases of these runs, in their order. */
export function certifyRuns(runs: readonly RunRecord[], sha256: Sha256): readonly Certificate[] {
  return runs.flatMap(({ phases, files }) =>
    phases.flatMap(({ phase, traceName, analysis }) => {
      const trace = files.find(({ name }) => name === traceName);
      const manifest = files.find(({ name }) => name === `${phase}.run.json`);
      return trace === undefined ? [] : [certify(analysis, { trace, manifest }, sha256)];
    }),
  );
}

/** Vouches for what the checker made of a trace. Takes a few seconds per million rows. */
export function certify(
  analysis: Analysis,
  files: { readonly trace: FileDigest; readonly manifest: FileDigest | undefined },
  sha256: Sha256,
): Certificate {
  const { history, reading, facts } = analysis;
  const rows = new CanonicalRows(history, sha256);
  const requests = classifyRequests(history, reading.rejected === 0 && facts?.complete !== false);
  const keys = analysis.keys.map((key) => {
    const ofKey = analysis.rowsByKey.slice(key.from, key.to).sort();
    return certifyKey({ analysis, rows, requests, sha256 }, key.key, ofKey, key.ledger);
  });
  return {
    format: CERTIFICATE_FORMAT,
    trace: files.trace,
    manifest: files.manifest ?? null,
    rows: {
      accepted: reading.accepted,
      rejected: reading.rejected,
      blank: reading.blank,
      by_result: countResults(history, history.line.keys()),
    },
    content: { ...rows.rectangle(), columns: rows.columns() },
    version_scheme: analysis.scheme.scheme,
    keys: keys.sort((a, b) => (a.key < b.key ? -1 : 1)),
    ledger: certifiedLedger(analysis.ledger),
  };
}

interface Certifying {
  readonly analysis: Analysis;
  readonly rows: CanonicalRows;
  readonly requests: Requests;
  readonly sha256: Sha256;
}

function certifyKey(of: Certifying, key: number, ofKey: Uint32Array, ledger: Ledger): KeyCertificate {
  const { history, facts, scheme } = of.analysis;
  const walk = walkKey(
    { history, requests: of.requests, scheme: scheme.scheme },
    {
      key,
      rows: ofKey,
      writes: orderedWrites(history, of.requests, ofKey),
      ...keyEnds(history, facts, key, ofKey),
    },
  );
  return {
    key: history.strings[key]!,
    by_result: countResults(history, ofKey),
    rows_sha256: of.rows.digest(ofKey),
    chain_sha256: of.sha256(chainLines(of, walk).join('\n')),
    steps: countSteps(walk),
    applied: walk.row.flatMap((row, step) =>
      walk.kind[step] === STEP.bridged
        ? [[history.line[row]!, history.versions.text(walk.made[step]!)] as const]
        : [],
    ),
    ledger: certifiedLedger(ledger),
  };
}

function chainLines({ rows, analysis }: Certifying, walk: Walk): string[] {
  const { versions } = analysis.history;
  return walk.kind.map((kind, step) => {
    const row = walk.row[step]!;
    const [base, made] = [versions.text(walk.base[step]!), versions.text(walk.made[step]!)];
    return `${STEP_NAMES[kind]!} ${base} ${made} ${row === NONE ? '' : rows.digests[row]!}`;
  });
}

function countSteps(walk: Walk): KeyCertificate['steps'] {
  const steps = { chain: 0, stale: 0, unchecked: 0, misnumbered: 0, applied: 0, untraced: 0 };
  for (const kind of walk.kind) steps[STEP_NAMES[kind]!]++;
  return steps;
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
