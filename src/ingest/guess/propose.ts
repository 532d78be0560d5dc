import type { Json } from '../json-value.ts';
import { filterOf } from './find-filter.ts';
import { keyCandidate } from './find-key.ts';
import type { Candidate } from './find-key.ts';
import { durationColumns, retryColumn, siteColumn, unitsColumn, workerColumn } from './find-measures.ts';
import { requestCandidate } from './find-request.ts';
import { resultCandidates, resultValues } from './find-result.ts';
import type { ResultCandidate } from './find-result.ts';
import { timeColumns } from './find-times.ts';
import { isNearlyAlwaysIn, membersOf } from './member.ts';
import type { Member } from './member.ts';
import { valuePair, versionPair } from './pairs.ts';
import type { Pair } from './pairs.ts';
import type { Certainty, NothingToMap, Proposal, ProposedColumn } from './proposal.ts';

/** The members that make attempts of records. */
interface Attempts {
  readonly result: ResultCandidate;
  readonly key: Candidate;
  readonly request: Candidate;
  readonly rows: readonly number[];
  readonly score: number;
}

/**
 * Guesses how the records of a log may be read as attempts, by names, by values and by what holds between members: a write is
 * the version that was read and one more, what is left is less by what was taken, an id is there once, a result has few values.
 */
export function propose(records: readonly Json[]): Proposal | NothingToMap {
  const members = membersOf(records);
  const versions = versionPair(members);
  const values = valuePair(members, versions);
  const found = bestAttempts(members, versions ?? values);
  if (found === undefined) return { lacks: lacksOf(members, records.length, versions ?? values) };
  const { rows: attempts, key, request, result } = found;
  const measures = durationColumns(members, attempts);
  const retries = retryColumn(members, attempts);
  const units = unitsColumn(members, attempts, values);
  const worker = workerColumn(members, attempts);
  const site = siteColumn(members, attempts);
  const where = filterOf(members, attempts, records.length, { key: key.member, result: result.member });
  return {
    columns: [
      columnOf('request_id', request),
      columnOf('inventory_key', key),
      resultColumn(result),
      ...pairColumns('version', versions),
      ...pairColumns('value', values),
      ...(units ? [units] : []),
      ...(retries.column ? [retries.column] : []),
      ...measures.columns,
      ...timeColumns(members, attempts, records.length),
      ...(worker ? [worker] : []),
      ...(site ? [site] : []),
    ],
    results: resultValues(result.member, key.member, attempts, versions ?? values),
    where,
    attempts,
    notes: [...(retries.note === undefined ? [] : [retries.note]), ...measures.notes],
  };
}

/** The result, key and request that together are most likely those of attempts. */
function bestAttempts(members: readonly Member[], pair: Pair | undefined): Attempts | undefined {
  let best: Attempts | undefined;
  for (const result of resultCandidates(members, pair))
    for (const key of keysIn(members, result, pair)) {
      const rows = result.rows.filter((row) => key.member.values[row] !== undefined);
      const request = requestIn(members, rows, [result.member, key.member], pair);
      if (request === undefined) continue;
      const coverage = rows.length / result.rows.length;
      const score = result.score + key.score + request.score + 2 * coverage;
      if (score > (best?.score ?? 0)) best = { result, key, request, rows, score };
    }
  return best;
}

function keysIn(
  members: readonly Member[],
  { member, rows }: ResultCandidate,
  pair: Pair | undefined,
): readonly Candidate[] {
  return members
    .filter((each) => each !== member)
    .flatMap((each) => {
      const present = rows.filter((row) => each.values[row] !== undefined);
      return present.length === 0 ? [] : (keyCandidate(each, present, pair) ?? []);
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, 6);
}

function requestIn(
  members: readonly Member[],
  rows: readonly number[],
  taken: readonly Member[],
  pair: Pair | undefined,
): Candidate | undefined {
  const candidates = members
    .filter((each) => !taken.includes(each) && isNearlyAlwaysIn(each, rows))
    .flatMap((each) => requestCandidate(each, rows, pair) ?? [])
    .sort((a, b) => b.score - a.score);
  const [first, second] = candidates;
  if (first === undefined || second === undefined || first.score - second.score > 0.5) return first;
  const isSame = rows.every((row) => first.member.values[row] === second.member.values[row]);
  return isSame
    ? first
    : {
        ...first,
        certainty: atMost(first.certainty, 'likely'),
        because: `${first.because}; ${second.member.path} may be it too`,
      };
}

function atMost(certainty: Certainty, most: Certainty): Certainty {
  return certainty === 'sure' ? most : certainty;
}

function columnOf(
  column: 'request_id' | 'inventory_key',
  { member, certainty, because }: Candidate,
): ProposedColumn {
  return { column, path: member.path, certainty, because };
}

function resultColumn({ member, isMessage, score }: ResultCandidate): ProposedColumn {
  const because = isMessage
    ? 'no other member says how an attempt ended'
    : 'its values say how an attempt ended';
  return {
    column: 'result',
    path: member.path,
    certainty: isMessage ? 'likely' : score >= 4 ? 'sure' : score >= 3 ? 'likely' : 'unsure',
    because,
  };
}

function pairColumns(kind: 'version' | 'value', pair: Pair | undefined): readonly ProposedColumn[] {
  if (pair === undefined) return [];
  const { read, write, relation, isNamed } = pair;
  const certainty = relation === undefined ? 'likely' : isNamed ? 'sure' : 'unsure';
  const says = isNamed ? 'its name says it' : 'its name does not say it';
  const because = relation === undefined ? says : `${says}; ${write.path} ${relation}`;
  return [
    { column: `read_${kind}`, path: read.path, certainty, because },
    { column: `write_${kind}`, path: write.path, certainty, because },
  ];
}

/** What a log would have to say, so that its lines are attempts. */
function lacksOf(members: readonly Member[], records: number, pair: Pair | undefined): readonly string[] {
  const all = Array.from({ length: records }, (_, row) => row);
  const results = resultCandidates(members, pair);
  const rows = results[0]?.rows ?? all;
  const present = members.filter((each) => isNearlyAlwaysIn(each, rows));
  const hasKey = results.some((each) => keysIn(members, each, pair).length > 0);
  const hasRequest = requestIn(present, rows, results[0] ? [results[0].member] : [], pair) !== undefined;
  const lacks: string[] = [];
  if (!hasRequest)
    lacks.push(
      'No member tells requests apart. Log an id that each request has once, and its retries again: "reqId".',
    );
  if (!hasKey)
    lacks.push(
      'No member names what an attempt takes from. Log the thing whose stock is read and written: "sku", "seat", "account".',
    );
  if (results.length === 0)
    lacks.push(
      'No member says how an attempt ended. Log one line per attempt with "outcome": "sold", "sold_out", "conflict".',
    );
  if (lacks.length === 0)
    lacks.push(
      'No line has all of them: who asked, what it takes from, how it ended. Log one line at the end of each attempt with all three.',
    );
  return lacks;
}
