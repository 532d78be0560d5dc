import { hash } from 'node:crypto';
import { NONE, RESULTS } from '../core/history/history.ts';
import type { RunFacts } from '../core/history/run-facts.ts';
import { clipped } from '../core/text/printable.ts';
import type { OpenedTrace } from '../ingest/open-trace.ts';
import { CanonicalRows, countResults, type Sha256 } from '../report/certificate-content.ts';
import { CERTIFIED_STEPS } from '../report/certificate-format.ts';
import type {
  Certificate,
  CertifiedLedger,
  CertifiedStep,
  KeyCertificate,
} from '../report/certificate-format.ts';
import { placeOfChange } from './verify-place.ts';
import { sortSuccesses, type Successes } from './verify-requests.ts';
import { walkAgain, type Walked } from './verify-walk.ts';

/** What of an opened trace is verified. */
export type VerifiedTrace = Pick<OpenedTrace, 'history' | 'facts' | 'reading'>;

/** Reasons that are given of one trace; more are counted. */
const MOST_REASONS = 20;

const sha256OfText: Sha256 = (text) => hash('sha256', text);

/**
 * Why a trace is not the one that was certified, or was not checked as the certificate says: whole printable sentences
 * without a full stop, the exact place first; empty if it is verified. The bytes of the file are another matter.
 */
export function whyRefused(
  trace: VerifiedTrace,
  certificate: Certificate,
  rows = new CanonicalRows(trace.history, sha256OfText),
  locate = placeOfChange,
): string[] {
  return new Verification(trace, certificate, rows, locate).reasons();
}

class Verification {
  readonly #trace: VerifiedTrace;
  readonly #certificate: Certificate;
  readonly #rows: CanonicalRows;
  readonly #locate: typeof placeOfChange;
  readonly #rowsOf: ReadonlyMap<string, readonly number[]>;
  readonly #certified: ReadonlyMap<string, KeyCertificate>;
  /** Keys whose rows are not those that were certified. */
  readonly #suspects: ReadonlySet<string>;
  readonly #ledgers: CertifiedLedger[] = [];
  readonly #reasons: string[] = [];

  constructor(
    trace: VerifiedTrace,
    certificate: Certificate,
    rows: CanonicalRows,
    locate: typeof placeOfChange,
  ) {
    this.#trace = trace;
    this.#certificate = certificate;
    this.#rows = rows;
    this.#locate = locate;
    const rowsOf = Map.groupBy(trace.history.line.keys(), (row) => this.#keyOf(row));
    for (const name of changedKeys(trace.facts)) if (!rowsOf.has(name)) rowsOf.set(name, []);
    this.#rowsOf = rowsOf;
    this.#certified = new Map(certificate.keys.map((key) => [key.key, key]));
    const differ = [...this.#rowsOf].filter(
      ([name, rows]) => this.#rows.digest(rows) !== this.#certified.get(name)?.rows_sha256,
    );
    this.#suspects = new Set(differ.map(([name]) => name));
  }

  reasons(): string[] {
    const { history, reading, facts } = this.#trace;
    const { rows, content, version_scheme: scheme } = this.#certificate;
    if (this.#rows.rectangle(content.width).sha256 !== content.sha256)
      this.#reasons.push(
        this.#locate(history, this.#rows, { ...content, rows: rows.accepted }, (row) =>
          this.#suspects.has(this.#keyOf(row)),
        ),
      );
    for (const kind of ['accepted', 'rejected', 'blank'] as const)
      this.#compare(`${kind} rows`, reading[kind], rows[kind]);
    const results = countResults(history, history.line.keys());
    for (const result of RESULTS)
      this.#compare(`rows with result ${result}`, results[result], rows.by_result[result]);
    if (facts?.versionScheme !== undefined) this.#compare('version scheme', facts.versionScheme, scheme);
    this.#keys();
    const more = this.#reasons.length - MOST_REASONS;
    return more > 0
      ? [...this.#reasons.slice(0, MOST_REASONS), `and ${more} more differences`]
      : this.#reasons;
  }

  #keys(): void {
    const { history, facts, reading } = this.#trace;
    const whole = reading.rejected === 0 && facts?.complete !== false;
    const successes = sortSuccesses(history, whole);
    for (const [name, rows] of this.#rowsOf) {
      const key = this.#certified.get(name);
      if (key === undefined) this.#reasons.push(`${shown(name)}: the certificate has no such key`);
      else this.#key(key, rows, successes, whole);
    }
    for (const name of this.#certified.keys())
      if (!this.#rowsOf.has(name))
        this.#reasons.push(`${shown(name)}: the trace has no row of this key any more`);
    for (const [name, { value }] of facts?.initial ?? []) {
      const left = facts?.remaining?.get(name)?.value;
      if (left !== undefined && !this.#rowsOf.has(name)) this.#ledgers.push(ledgerOf(IDLE, value, left));
    }
    this.#compareLedger('all keys: ', sumOf(this.#ledgers), this.#certificate.ledger);
  }

  #key(key: KeyCertificate, rows: readonly number[], successes: Successes, whole: boolean): void {
    const { history, facts } = this.#trace;
    const name = `${shown(key.key)}: `;
    const results = countResults(history, rows);
    for (const result of RESULTS)
      this.#compare(`${name}rows with result ${result}`, results[result], key.by_result[result]);
    if (this.#suspects.has(key.key)) this.#reasons.push(`${name}its rows are others, or in another order`);
    const sequential = this.#certificate.version_scheme === 'sequential';
    const { applied } = key;
    const walked = walkAgain({ history, facts, sequential, whole, successes, name: key.key, rows, applied });
    for (const reason of walked.impossible) this.#reasons.push(name + reason);
    for (const kind of CERTIFIED_STEPS)
      this.#compare(
        `${name}${STEP_TEXT[kind]}`,
        walked.steps.filter((step) => step.kind === kind).length,
        key.steps[kind],
      );
    if (sha256OfText(this.#chain(walked)) !== key.chain_sha256)
      this.#reasons.push(`${name}its version chain is another one`);
    const record = facts?.initial?.get(key.key)?.value;
    const left = facts?.remaining?.get(key.key)?.value;
    const ledger = ledgerOf(walked, record, left);
    this.#ledgers.push(ledger);
    this.#compareLedger(name, ledger, key.ledger);
  }

  #keyOf(row: number): string {
    const { strings, inventoryKey } = this.#trace.history;
    return strings[inventoryKey[row]!] ?? '';
  }

  #chain({ steps }: Walked): string {
    const { versions } = this.#trace.history;
    return steps
      .map(({ kind, row, base, made }) => {
        const digest = row === NONE ? '' : this.#rows.digests[row]!;
        return `${kind} ${versions.text(base)} ${versions.text(made)} ${digest}`;
      })
      .join('\n');
  }

  #compareLedger(of: string, now: CertifiedLedger, certified: CertifiedLedger): void {
    for (const entry of ['confirmed', 'initial', 'remaining', 'mismatch', 'unexplained'] as const)
      this.#compare(`${of}${entry}`, now[entry], certified[entry]);
    for (const cause of Object.keys(now.by) as (keyof typeof now.by)[])
      this.#compare(`${of}units by ${cause}`, now.by[cause], certified.by[cause]);
  }

  #compare(what: string, now: number | string | null, certified: number | string | null): void {
    if (now !== certified)
      this.#reasons.push(`${what}: ${now ?? 'unknown'} now, ${certified ?? 'unknown'} in the certificate`);
  }
}

const STEP_TEXT: Readonly<Record<CertifiedStep, string>> = {
  chain: 'writes in the version chain',
  stale: 'stale-version writes',
  unchecked: 'writes without a read version',
  misnumbered: 'writes that made no newer version than they read',
  applied: 'timed-out attempts that were applied',
  untraced: 'gaps that nobody in the trace wrote',
};

/** What the walk of a key without rows comes to, if the store did not change it either. */
const IDLE: Pick<Walked, 'confirmed' | 'by'> = {
  confirmed: 0,
  by: {
    'stale-version-write': 0,
    'duplicate-confirmation': 0,
    'confirmation-without-write': 0,
    'lost-confirmation': 0,
  },
};

/** Keys of which the store says that they changed, whether or not the trace has a row of them. */
function* changedKeys(facts: RunFacts | undefined): Generator<string> {
  for (const [name, before] of facts?.initial ?? []) {
    const after = facts?.remaining?.get(name);
    if (after !== undefined && (after.value !== before.value || after.version !== before.version)) yield name;
  }
}

function ledgerOf(
  { confirmed, by }: Pick<Walked, 'confirmed' | 'by'>,
  initial: number | undefined,
  remaining: number | undefined,
): CertifiedLedger {
  const known = initial !== undefined && remaining !== undefined;
  const mismatch = known ? confirmed - (initial - remaining) : null;
  const units: readonly number[] = Object.values(by);
  const unexplained = mismatch === null ? 0 : units.reduce((rest, each) => rest - each, mismatch);
  return { confirmed, initial: initial ?? null, remaining: remaining ?? null, mismatch, by, unexplained };
}

function sumOf(ledgers: readonly CertifiedLedger[]): CertifiedLedger {
  const add = (units: (ledger: CertifiedLedger) => number | null) =>
    ledgers.reduce<number | null>(
      (sum, ledger) => {
        const each = units(ledger);
        return sum === null || each === null ? null : sum + each;
      },
      ledgers.length === 0 ? null : 0,
    );
  const cause = (name: keyof CertifiedLedger['by']) => add(({ by }) => by[name]) ?? 0;
  const mismatch = add((ledger) => ledger.mismatch);
  return {
    confirmed: add((ledger) => ledger.confirmed) ?? 0,
    initial: add((ledger) => ledger.initial),
    remaining: add((ledger) => ledger.remaining),
    mismatch,
    by: {
      'stale-version-write': cause('stale-version-write'),
      'duplicate-confirmation': cause('duplicate-confirmation'),
      'confirmation-without-write': cause('confirmation-without-write'),
      'lost-confirmation': cause('lost-confirmation'),
    },
    unexplained: mismatch === null ? 0 : (add((ledger) => ledger.unexplained) ?? 0),
  };
}

function shown(key: string): string {
  return clipped(key, 120);
}
