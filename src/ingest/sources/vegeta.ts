import { isObject, type Json, type JsonRecord } from '../json-value.ts';
import type { ForeignFormat } from '../source-format.ts';
import { layered } from './layers.ts';
import { resultOfStatus } from './load-tools/result-of-status.ts';
import { usualColumns } from './load-tools/usual-names.ts';
import { itemsOf, membersOf, microsecondsOf, textOf } from './values.ts';

/** What `vegeta encode --to json` writes: a line for each request. */
export const vegeta: ForeignFormat = {
  title: 'Vegeta JSON lines',
  form: 'json',
  recognizes: ({ attack, seq, code, timestamp, latency }) =>
    [attack, seq, code, timestamp, latency].every((member) => member !== undefined),
  open: () => ({ rows: (record) => [rowOf(record)] }),
};

/** The parameters of the URL, the headers and the answer's JSON stand in members of their own, which a mapping may name. */
function rowOf({ latency, timestamp, code, url, headers, body, ...rest }: JsonRecord): JsonRecord {
  const startUs = microsecondsOf(textOf(timestamp));
  const query = queryOf(textOf(url));
  const sent = Object.fromEntries(
    Object.entries(membersOf(headers)).map(([name, values]) => [name, itemsOf(values)[0] ?? values]),
  );
  return layered(usualColumns({ ...query, ...sent }), {
    ...rest,
    code: code ?? '',
    url: url ?? '',
    query,
    headers: sent,
    ...answerOf(body),
    result: resultOfStatus(textOf(code)),
    ...(startUs !== undefined && { start_us: Math.floor(startUs) }),
    latency_ns: latency ?? '',
  });
}

function queryOf(url: string): JsonRecord {
  return URL.canParse(url) ? Object.fromEntries(new URL(url).searchParams) : {};
}

/** The answer, if it is a JSON object. */
function answerOf(body: Json | undefined): { readonly answer?: JsonRecord } {
  try {
    const answer = JSON.parse(Buffer.from(textOf(body), 'base64').toString('utf8')) as Json;
    return isObject(answer) ? { answer } : {};
  } catch {
    return {};
  }
}
