import { clipped } from '../../core/words/printable.ts';
import type { CertifiedAnswer, CertifiedLedger, KeyCertificate } from '../../ingest/run-files/certificate.ts';
import { isSuccess } from './key-walk.ts';
import type { KeyWalk } from './key-walk.ts';
import type { TraceRows } from './trace-rows.ts';
import { NONE, RESULT } from '../../core/words/codes.ts';

/** What the successes without a step come to, and what they leave open. */
export interface KeyBooks {
  readonly walk: KeyWalk;
  readonly answers: readonly CertifiedAnswer[];
  /** Lines of the successes that repeat another. */
  readonly replays: readonly number[];
  readonly ledger: CertifiedLedger;
  /** Timed-out attempts of which nothing says whether they were applied. */
  readonly openTimeouts: number;
}

/** Closes the books of a key, and holds them against what is certified of it. */
export function closeKey(trace: TraceRows, walk: KeyWalk, certified: KeyCertificate): KeyBooks {
  const late = walk.steps.filter(({ kind }) => kind === 'applied' || kind === 'settled').length;
  const isClosed = walk.final !== NONE && !walk.isRegressed && !walk.hasGaps;
  const openTimeouts = isClosed ? 0 : walk.timeouts().length - late;
  const { answers, replays } = answersOf(trace, walk, openTimeouts);
  if (JSON.stringify(answers) !== JSON.stringify(certified.answers))
    refuseAnswers(trace, walk, answers, certified);
  walk.by.unwritten = answers.filter(([, kind]) => kind === 'unwritten').length;
  const steps = walk.steps.filter(({ kind }) => isSuccess(kind)).length;
  const ledger = ledgerOf(trace, walk, steps + answers.length);
  const [now, was] = [ledger, certified.ledger].map((each) => JSON.stringify(plain(each)));
  if (now !== was) trace.refuseKey(walk.name, `${now}, certified is ${was}`);
  return { walk, answers, replays, ledger, openTimeouts };
}

/** What each success of a key without a step confirms, and the lines of those that confirm nothing. */
function answersOf(trace: TraceRows, walk: KeyWalk, openTimeouts: number) {
  const { history, writing, recordsWrites, isWhole } = trace;
  const { requestId, inventoryKey, result, line, writeVersion } = history;
  const answers: CertifiedAnswer[] = [];
  const replays: number[] = [];
  let made: Map<string, number> | undefined;
  for (const row of walk.rows) {
    if (result[row] !== RESULT.success || trace.isTaken(row)) continue;
    const request = requestId[row]!;
    if (writeVersion[row] !== NONE) {
      made ??= new Map(walk.steps.map((step) => [`${requestId[step.row]} ${step.to}`, step.row]));
      const maker = made.get(`${request} ${writeVersion[row]}`);
      if (maker === undefined || nearness(trace, maker) < nearness(trace, row))
        trace.refuse(row, 'nothing accounts for this success');
      else replays.push(line[row]!);
    } else if (writing.has(request)) replays.push(line[row]!);
    else if (walk.settled.has(request)) {
      if (walk.bare.get(request)?.[0] === row) answers.push([line[row]!, 'answer']);
      else replays.push(line[row]!);
    } else {
      const timedOut = trace.timeouts
        .get(request)
        ?.some((timeout) => inventoryKey[timeout] === inventoryKey[row]);
      const isOpen = !recordsWrites || !isWhole || (timedOut === true && openTimeouts > 0);
      answers.push([line[row]!, isOpen ? 'open' : 'unwritten']);
    }
  }
  return { answers, replays };
}

/** Of rows with one write version that one made it which read the version nearest below. */
function nearness({ history: { readVersion, writeVersion } }: TraceRows, row: number): number {
  const read = readVersion[row]!;
  return read < writeVersion[row]! ? read : NONE - 1;
}

function refuseAnswers(
  trace: TraceRows,
  walk: KeyWalk,
  answers: readonly CertifiedAnswer[],
  certified: KeyCertificate,
): void {
  const at = answers.findIndex((each, index) => String(each) !== String(certified.answers[index]));
  const [line, kind] = answers[at] ?? [];
  if (line === undefined) trace.refuseKey(walk.name, 'more answers are certified than it has');
  else trace.refuse(trace.at(line), `nothing accounts for this success: it is an answer '${kind}'`);
}

function ledgerOf({ facts }: TraceRows, { name, by }: KeyWalk, confirmed: number): CertifiedLedger {
  const initial = facts?.initial?.get(name)?.value ?? null;
  const remaining = facts?.remaining?.get(name)?.value ?? null;
  const mismatch = initial === null || remaining === null ? null : confirmed - (initial - remaining);
  const unexplained = mismatch === null ? 0 : mismatch - by.stale - by.duplicate - by.unwritten - by.lost;
  const causes = {
    'stale-version-write': by.stale,
    'duplicate-confirmation': by.duplicate,
    'confirmation-without-write': by.unwritten,
    'lost-confirmation': by.lost,
  };
  return { confirmed, initial, remaining, mismatch, by: causes, unexplained };
}

/** The members of a ledger in one order, with the units by cause as a list; −0 is 0. */
function plain({ confirmed, initial, remaining, mismatch, by, unexplained }: CertifiedLedger) {
  const causes = [
    by['stale-version-write'],
    by['duplicate-confirmation'],
    by['confirmation-without-write'],
    by['lost-confirmation'],
  ];
  return { confirmed, initial, remaining, mismatch, by: causes, unexplained };
}

/** Holds the books of all keys together against what is certified: those that no row has are in them too. */
export function closeTotal(trace: TraceRows, keys: readonly KeyBooks[], certified: CertifiedLedger): void {
  const { initial, remaining } = trace.facts ?? {};
  const known = new Set(keys.map(({ walk }) => walk.name));
  const others = [...(initial ?? [])].flatMap(([key, { value }]) => {
    const left = remaining?.get(key)?.value;
    return left === undefined || known.has(key) ? [] : [emptyLedger(value, left)];
  });
  const all = [...keys.map(({ ledger }) => ledger), ...others];
  const sum = (of: (ledger: CertifiedLedger) => number | null) =>
    all.reduce<number | null>(
      (total, ledger) => {
        const units = of(ledger);
        return total === null || units === null ? null : total + units;
      },
      all.length === 0 ? null : 0,
    );
  const cause = (name: keyof CertifiedLedger['by']) => sum(({ by }) => by[name]) ?? 0;
  const total: CertifiedLedger = {
    confirmed: sum(({ confirmed }) => confirmed) ?? 0,
    initial: sum((ledger) => ledger.initial),
    remaining: sum((ledger) => ledger.remaining),
    mismatch: sum(({ mismatch }) => mismatch),
    by: {
      'stale-version-write': cause('stale-version-write'),
      'duplicate-confirmation': cause('duplicate-confirmation'),
      'confirmation-without-write': cause('confirmation-without-write'),
      'lost-confirmation': cause('lost-confirmation'),
    },
    unexplained: 0,
  };
  const unexplained = total.mismatch === null ? 0 : (sum((ledger) => ledger.unexplained) ?? 0);
  const [now, was] = [{ ...total, unexplained }, certified].map((each) => JSON.stringify(plain(each)));
  if (now !== was) trace.reasons.push(`all keys together: ${now}, certified is ${clipped(was!, 300)}`);
}

function emptyLedger(initial: number, remaining: number): CertifiedLedger {
  const mismatch = remaining - initial;
  const by = {
    'stale-version-write': 0,
    'duplicate-confirmation': 0,
    'confirmation-without-write': 0,
    'lost-confirmation': 0,
  };
  return { confirmed: 0, initial, remaining, mismatch, by, unexplained: mismatch };
}
