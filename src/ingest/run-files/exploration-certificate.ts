import * as v from 'valibot';
import { readJsonFile } from '../json/json-file.ts';
import { count, object, oneOf, problemOf, problemText, text, texts, type DeepReadonly } from './members.ts';

export const EXPLORATION_FORMAT = 'race-trace-exploration/1';

const sha256 = v.pipe(v.string('64 hexadecimal digits'), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'));

/** What a step touches, by names; null where that may be anything. */
const footprint = v.nullable(object({ reads: texts, locks: texts, writes: texts }));

/** Where a client stands: held before a step, waiting in one, or with its answer. */
const place = v.union(
  [
    object({ client: count, at: v.literal('ready'), step: text, footprint }),
    object({ client: count, at: oneOf(['blocked', 'parked']), step: text }),
    object({ client: count, at: v.literal('over'), code: text }),
  ],
  'a place',
);

/** Where all clients stand, and the nodes that the choices lead to: client and node by turns. */
const node = object({
  at: v.array(count, 'a list'),
  next: v.array(count, 'a list'),
  /** How the schedules that end here ended; null where none does. */
  outcome: v.nullable(count),
});

/**
 * All schedules of an exploration as a tree whose equal parts are written once, so that a reader can go through it and see
 * that no choice was left out but those that come to the same; docs/explore.md defines every member.
 */
const certificate = object({
  format: v.literal(EXPLORATION_FORMAT, `"${EXPLORATION_FORMAT}"`),
  subject: text,
  kind: oneOf(['module', 'service']),
  /** How many processes served the clients. */
  processes: count,
  clients: texts,
  verdict: oneOf(['ok', 'violation', 'unknown']),
  reduction: oneOf(['none', 'sleep sets']),
  preemptions: v.nullable(count),
  /** Why schedules are left that were not run; null where none is. */
  incomplete: v.nullable(text),
  doubts: texts,
  schedules: count,
  cut: count,
  /** Of the steps that clients were held before. */
  steps_sha256: sha256,
  outcomes: v.array(
    object({ codes: texts, broken: v.nullable(text), notes: texts, schedules: count }),
    'a list',
  ),
  places: v.array(place, 'a list'),
  /** Each after all that it leads to. */
  nodes: v.array(node, 'a list'),
  /** The beginning; null where not one schedule was run. */
  root: v.nullable(count),
});

export type ExplorationCertificate = DeepReadonly<v.InferOutput<typeof certificate>>;
export type CertifiedPlace = ExplorationCertificate['places'][number];
export type CertifiedNode = ExplorationCertificate['nodes'][number];
export type CertifiedFootprint = DeepReadonly<v.InferOutput<typeof footprint>>;

const LARGEST_BYTES = 2 ** 28;

/** The certificate in a file. @throws Error whose printable message names the first member that is not what it has to be */
export async function readExplorationCertificate(
  path: string,
  signal?: AbortSignal,
): Promise<ExplorationCertificate> {
  const result = v.safeParse(certificate, await readJsonFile(path, LARGEST_BYTES, signal), {
    abortEarly: true,
  });
  if (result.success) return result.output;
  throw new Error(
    `it is no certificate of an exploration (${problemText(problemOf(certificate, result.issues[0]))}). ` +
      'A report.json is verified with the traces that it names: race-trace verify REPORT TRACE…',
  );
}
