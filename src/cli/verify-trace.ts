import { NONE, RESULT } from '../core/history/history.ts';
import { clipped } from '../core/text/printable.ts';
import type { OpenedTrace } from '../ingest/open-trace.ts';
import { contentDigest, rowDigests } from '../ingest/row-digest.ts';
import type { Certificate, KeyCertificate } from '../report/certificate-format.ts';

/** Holds a trace against its certificate; it shares only the reader with the checker. */
export class Verification {
  readonly #reasons: string[] = [];
  readonly #trace: Pick<OpenedTrace, 'history' | 'facts' | 'reading'>;
  readonly #left: Map<number, number>; // rows by line that nothing accounts for yet
  readonly #confirmed = new Set<string>(); // requests, each with the versions that confirmed it, and with none

  constructor(trace: Pick<OpenedTrace, 'history' | 'facts' | 'reading'>) {
    this.#trace = trace;
    this.#left = new Map(Array.from(trace.history.line, (line, row) => [line, row]));
  }

  /** What is not so, in printable sentences. */
  against({ rows, keys, replays }: Certificate, known?: readonly string[]): readonly string[] {
    const { history, reading } = this.#trace;
    const digests = known ?? rowDigests(history);
    const first = digests.findIndex((digest, row) => !rows.tags.startsWith(digest.slice(0, 4), 4 * row));
    if (contentDigest(history, reading, digests) !== rows.sha256)
      this.#refuse(first, 'from here on the rows are not the certified ones');
    for (const key of keys) this.#key(key);
    for (const row of replays.map((line) => this.#take(line, RESULT.success)))
      if (!this.#confirmed.has(`${history.requestId[row]} ${history.writeVersion[row]}`))
        this.#refuse(row, 'it repeats nothing');
    for (const row of this.#left.values())
      if (history.result[row] === RESULT.success) this.#refuse(row, 'nothing accounts for this success');
    return this.#reasons;
  }

  /** Goes through the steps of a key in their order, and balances its books by the values that its rows have. */
  #key({ key, initial, steps, answers, ledger }: KeyCertificate): void {
    const { requestId, readVersion, writeVersion, readValue, writeValue, versions } = this.#trace.history;
    const [before, after] = [this.#trace.facts?.initial?.get(key), this.#trace.facts?.remaining?.get(key)];
    const cell = (text: string) => (text === '' ? NONE : (versions.cell(BigInt(text)) ?? NONE));
    const by = { stale: 0, duplicate: 0, unwritten: 0, lost: 0 };
    let [current, value] = [cell(String(before?.version ?? initial)), before?.value ?? NaN];
    let confirmed = answers.length;
    for (const [line, base, made, kind, took, writerLine = line] of steps) {
      const [from, to, isLate] = [cell(base), cell(made), kind === 'applied' || kind === 'settled'];
      const row =
        kind === 'untraced' ? NONE : this.#take(line, isLate ? RESULT.timeout : RESULT.success, key);
      const writer = writerLine === line ? row : this.#take(writerLine, RESULT.timeout, key);
      const again = !isLate && this.#confirmed.has(`${requestId[row]} ${NONE}`);
      const stale = from !== NONE && from < Math.min(current, to);
      const next =
        current < to && (from === current || (isLate && from < to)) && again === (kind === 'again');
      const others = new Map([['stale', stale]])
        .set('unchecked', from === NONE)
        .set('misnumbered', from >= to);
      const wrote = writeVersion[row] === to || (isLate && writeVersion[row] === NONE);
      const says = wrote && readVersion[writer] === from && requestId[writer] === requestId[row];
      if (!(others.get(kind) ?? next) || !(says || kind === 'untraced'))
        this.#refuse(row, `this is no step '${kind}' from version ${base} to ${made}`);
      const values = [writeValue[row], writeValue[writer], readValue[writer]! - 1, value - took];
      const left = kind === 'untraced' ? NaN : values.find((units = NaN) => !Number.isNaN(units))!;
      if (Math.abs(value - left - took) > 0) this.#refuse(row, `it took ${value - left} units, not ${took}`);
      [current, value] = [Math.max(current, to), left];
      if (kind === 'applied') by.lost -= took;
      if (kind === 'stale' || again) by[kind === 'stale' ? 'stale' : 'duplicate'] += 1 - took;
      if (isLate || kind === 'untraced') continue;
      this.#confirmed.add(`${requestId[row]} ${to}`).add(`${requestId[row]} ${NONE}`);
      confirmed++;
    }
    for (const [line, kind] of answers) {
      this.#confirmed.add(`${requestId[this.#take(line, RESULT.success, key)]} ${NONE}`);
      by.unwritten += Number(kind === 'unwritten');
    }
    const [first, last, units] = [before?.value ?? null, after?.value ?? null, Object.values(by)];
    const mismatch = first === null || last === null ? null : confirmed - (first - last);
    const unexplained = mismatch === null ? 0 : units.reduce((rest, each) => rest - each, mismatch);
    const books = { confirmed, initial: first, remaining: last, mismatch, by: units, unexplained };
    const [now, certified] = [books, { ...ledger, by: Object.values(ledger.by) }].map((each) =>
      JSON.stringify(each),
    );
    if (now !== certified) this.#reasons.push(`key ${clipped(key, 80)}: ${now}, certified is ${certified}`);
  }

  /** The row of a line, which has this result and is of this key, and which nothing else may account for. */
  #take(line: number, result: number, key?: string): number {
    const { history } = this.#trace;
    const row = this.#left.get(line) ?? NONE;
    const isOfKey = key === undefined || history.strings[history.inventoryKey[row] ?? NONE] === key;
    if (!this.#left.delete(line) || !isOfKey || history.result[row] !== result)
      this.#refuse(row, `line ${line} does not count as it was certified to`);
    return row;
  }

  #refuse(row: number, why: string): void {
    const { line, strings, inventoryKey } = this.#trace.history;
    const key = strings[inventoryKey[row] ?? NONE] ?? 'unknown';
    this.#reasons.push(`line ${line[row] ?? 'unknown'}, key ${clipped(key, 80)}: ${why}`);
  }
}
