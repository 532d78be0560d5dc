/**
 * Proves a finding from the rows that it names and the manifest, by hand as it were: it looks at other rows only where a finding
 * says that something is in none of them. It has the columns of the history and nothing of the checker.
 */
import type { Analysis } from '../../../../src/core/analysis.ts';
import type { Finding } from '../../../../src/core/findings/finding.ts';
import { NONE } from '../../../../src/core/words/codes.ts';
import { Proof } from './proof.ts';
import type { Cells } from './proof.ts';

/** What of the rows proves the finding, a sentence each; none where they do not prove it. */
export function proofOf(finding: Finding, analysis: Analysis): readonly string[] {
  const proof = new Proof(finding, analysis);
  const rules = RULES[finding.code];
  if (rules === undefined) throw new Error(`no proof of a finding ${finding.code}`);
  return rules(proof) ? proof.said : [];
}

const told = ({ result }: Cells): boolean => result === 'success';
const acted = (row: Cells): boolean => told(row) || row.result === 'timeout';
const refused = ({ result }: Cells): boolean => ['conflict', 'rejected', 'retry'].includes(result);
/** Whether the row shows that its write was applied: it names a version above the one that it read. */
const applied = (row: Cells): boolean => row.write !== NONE && !(row.read >= row.write);
const isAfter = (a: Cells, b: Cells): boolean => a.retry > b.retry || a.began > b.end;
const taken = (row: Cells): number =>
  Number.isNaN(row.units)
    ? Number.isNaN(row.readValue - row.writeValue)
      ? 1
      : row.readValue - row.writeValue
    : row.units;

function isStale(proof: Proof): boolean {
  const { rows, data, scheme, first } = proof;
  const [write] = rows as [Cells];
  const [base, made] = [data.base!, data.made!];
  const gives = rows.find((row) => row.request === write.request && acted(row) && row.read === base);
  if (!proof.say(gives, `${gives?.result === 'timeout' ? 'timed out and ' : ''}gives the base`)) return false;
  const others = rows.filter((row) => row !== write && row !== gives && acted(row));
  // An answer that repeats a write shows that it was made; the attempt that made it says on what.
  const isBased = (row: Cells): boolean =>
    applied(row) || rows.some((each) => each.request === row.request && acted(each) && each.read <= base);
  const replaced = (row: Cells): boolean => {
    if (scheme === 'opaque') return row.read === base && applied(row);
    if (row.write === NONE) return !(row.read > made);
    const isSame = row.request === write.request && row.write === made;
    return row.write > base && row.write <= made && !isSame && (row.write < made || isBased(row));
  };
  if (proof.say(others.find(replaced), 'replaced it')) return true;
  return data.untraced === 'the first' && (base < first || made > base + 1);
}

function isTwice(proof: Proof): boolean {
  const [row] = proof.rows as [Cells];
  const names = new Set(proof.rows.map(({ key, write }) => `${key} ${write}`));
  for (const each of proof.rows) proof.say(each, 'was confirmed');
  return (
    names.size === proof.rows.length && proof.rows.every((each) => told(each) && each.request === row.request)
  );
}

function isWrittenTwice(proof: Proof): boolean {
  const [row] = proof.rows as [Cells];
  const isOwn = proof.rows.length > 1 && proof.rows.every((each) => each.request === row.request);
  const names = new Set(proof.rows.filter(applied).map(({ key, write }) => `${key} ${write}`));
  const unnamed = proof.rows.filter((each) => !applied(each));
  for (const each of proof.rows)
    proof.say(each, applied(each) ? 'was applied' : 'can have made what no row names');
  return (
    isOwn &&
    names.size + unnamed.length === proof.rows.length &&
    unnamed.every(({ result }) => result === 'timeout' || result === 'success')
  );
}

function isWithoutWrite(proof: Proof): boolean {
  const [row] = proof.rows as [Cells];
  const own = proof.of(row.request).filter(({ key }) => key === row.key);
  proof.say(row, 'was told success');
  return told(row) && own.every((each) => !applied(each) || each.began > row.end || !acted(each));
}

function isFalselyRefused(proof: Proof): boolean {
  const [refusal, write = refusal] = proof.rows as [Cells, Cells?];
  const own = proof.of(refusal.request).filter(({ key }) => key === refusal.key);
  proof.say(refusal, 'was refused');
  proof.say(write, 'was applied');
  const isLast = own.every(
    (each) => each === refusal || each.line === refusal.line || isAfter(refusal, each),
  );
  return refused(refusal) && (applied(write) || write.result === 'timeout') && !own.some(told) && isLast;
}

function isOutOfBalance(proof: Proof): boolean {
  const { data, all, initial, remaining } = proof;
  const names = new Map<string, Cells>(
    all.filter(applied).map((row) => [`${row.request} ${row.write}`, row] as const),
  );
  // A request is confirmed once by each of its writes, and once without any.
  const confirmed = new Map<string, Cells>();
  for (const row of all.filter(told)) {
    const isNamed = all.some((each) => each.request === row.request && acted(each) && each.write !== NONE);
    const name = `${row.request} ${row.write}`;
    if (row.write !== NONE) confirmed.set(name, names.get(name) ?? row);
    else if (!isNamed) confirmed.set(name, confirmed.get(name) ?? row);
  }
  const units = [...confirmed.values()].reduce((sum, row) => sum + taken(row), 0);
  proof.said.push(`${data.confirmed!} confirmed, ${data.taken ?? initial} taken`);
  if (data.taken === undefined) return data.confirmed! > initial!;
  return (
    data.taken === initial! - remaining! &&
    data.confirmed === units &&
    (data.written ?? data.confirmed) !== data.taken
  );
}

function hasTwoValues(proof: Proof): boolean {
  const [row, maker] = proof.rows as [Cells, Cells?];
  const { value, expected, made } = proof.data;
  if (made === NONE) return row.units === value && row.readValue - row.writeValue === expected;
  proof.say(row, 'says one value');
  proof.say(maker, 'says the other');
  const left = (by: Cells): number =>
    Number.isNaN(by.writeValue) ? by.readValue - taken(by) : by.writeValue;
  const isStore =
    row.write === made && left(row) === expected && proof.remaining === value && proof.last === made;
  const written =
    maker === undefined ? proof.first === made && proof.initial === expected : left(maker) === expected;
  return value !== expected && (isStore || (row.read === made && row.readValue === value && written));
}

/** By code: whether the rows prove it. */
const RULES: Partial<Record<Finding['code'], (proof: Proof) => boolean>> = {
  'stale-version-write': isStale,
  'duplicate-confirmation': isTwice,
  'duplicate-write': isWrittenTwice,
  'confirmation-without-write': isWithoutWrite,
  'false-refusal': isFalselyRefused,
  'invariant-mismatch': isOutOfBalance,
  'value-contradiction': hasTwoValues,
  'value-reuse': (proof) => {
    const [a, b] = proof.rows as [Cells, Cells];
    const isNamed = proof.say(a, 'took from the value') && proof.say(b, 'took from it too');
    return isNamed && a.readValue === b.readValue && told(a) && told(b) && a.request !== b.request;
  },
  'negative-inventory': (proof) => {
    const [row] = proof.rows;
    const values = row === undefined ? [proof.initial, proof.remaining] : [row.readValue, row.writeValue];
    proof.said.push(`${proof.data.value!} left`);
    return proof.data.value! < 0 && values.includes(proof.data.value);
  },
  'version-reuse': (proof) => {
    const [row, other] = proof.rows as [Cells, Cells?];
    proof.say(row, 'made the version');
    proof.say(other, 'made it too');
    if (other === undefined) return told(row) && row.write <= row.read;
    return row.write === other.write && row.read !== other.read && row.read !== NONE && other.read !== NONE;
  },
  'version-gap': (proof) => {
    const made = proof.data.made!;
    const isShown =
      proof.say(proof.rows[0], 'shows the version') ||
      proof.last >= made ||
      proof.all.some(({ read, write }) => read >= made || write > made);
    if (proof.rows.length === 0) proof.said.push('the key went beyond it');
    return proof.isClosed && isShown && proof.isUnnamed(made);
  },
  'lost-write': (proof) => {
    const isNamed = proof.say(proof.rows[0], 'was confirmed with a version above the last');
    return (
      isNamed && told(proof.rows[0]!) && proof.data.made! > proof.last && proof.last === proof.data.current
    );
  },
  'phantom-read': (proof) => {
    const [row] = proof.rows as [Cells];
    return proof.say(row, 'read it') && proof.isClosed && row.read > proof.first && proof.isUnnamed(row.read);
  },
  'no-lawful-world': (proof) => {
    for (const row of proof.rows) proof.say(row, 'is one of those that no outcome explains');
    return proof.data.alternatives!.length > 0;
  },
  'stale-read': (proof) => {
    const [row, newer] = proof.rows as [Cells, Cells];
    proof.say(newer, 'had been confirmed');
    return (
      proof.say(row, 'read') &&
      told(newer) &&
      newer.write > row.read &&
      newer.end < row.readAt &&
      !['conflict', 'retry'].includes(row.result)
    );
  },
  'contradictory-answers': (proof) => {
    const [later, earlier] = proof.rows as [Cells, Cells];
    proof.say(earlier, 'was confirmed');
    return (
      proof.say(later, 'was refused later') &&
      told(earlier) &&
      refused(later) &&
      later.request === earlier.request &&
      isAfter(later, earlier)
    );
  },
  'lost-confirmation': (proof) => {
    const [row] = proof.rows as [Cells];
    const { made } = proof.data;
    const isTold = proof.of(row.request).some((each) => told(each) && each.write === made);
    return (
      proof.say(row, 'timed out') &&
      row.result === 'timeout' &&
      !isTold &&
      (row.write === made || row.write === NONE)
    );
  },
  'refusal-without-cause': (proof) => {
    const [row, next] = proof.rows as [Cells, Cells];
    proof.say(next, 'replaced the version afterwards');
    return proof.say(row, 'was refused') && refused(row) && !(next.readAt <= row.end);
  },
  'unconditional-pattern': (proof) => {
    proof.say(proof.rows[0], 'was stale and overlapped');
    return !proof.all.some(
      ({ result, key }) => key === proof.rows[0]!.key && (result === 'conflict' || result === 'retry'),
    );
  },
};
