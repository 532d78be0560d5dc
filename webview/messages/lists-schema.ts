import * as v from 'valibot';
import { KEY_SEVERITIES, VERDICTS } from '../../src/core/words/terms.ts';
import { findingCode, level, step, texts } from './words-schema.ts';

/* What is read beside the lanes: the summary, the lists, the code path and the details of an attempt. */

/** What the first line says of the trace. */
export const summary = v.object({
  name: v.string(),
  verdict: v.picklist(VERDICTS),
  headline: texts,
  unknownBecause: texts,
  invalidBecause: texts,
  attempts: v.number(),
  rejected: v.number(),
  problems: texts,
  problemsTotal: v.number(),
  hasTimes: v.boolean(),
  hasClients: v.boolean(),
  provenance: v.string(),
});

/** The keys that match the filter. */
export const keyList = v.object({
  rows: v.array(
    v.object({
      id: v.number(),
      name: v.string(),
      attempts: v.number(),
      severity: v.picklist(KEY_SEVERITIES),
      calm: v.number(),
      contended: v.number(),
      wrong: v.number(),
      badge: v.string(),
    }),
  ),
  matching: v.number(),
});

/** By what a finding is known in another run of the analysis. */
export const findingName = v.object({
  code: findingCode,
  key: v.string(),
  request: v.string(),
  version: v.string(),
});

/** One line of the table of findings. */
export const findingRow = v.object({
  ...findingName.entries,
  id: v.number(),
  level,
  keyId: v.number(),
  summary: v.string(),
  when: v.string(),
  site: v.string(),
});

/** The findings that match the filter. */
export const findingList = v.pipe(
  v.object({
    rows: v.array(findingRow),
    ids: v.instance(Int32Array),
    keyIds: v.instance(Int32Array),
    matching: v.number(),
    possible: v.array(v.object({ ...findingRow.entries, hangsOn: v.string() })),
  }),
  v.check(({ ids, keyIds }) => ids.length === keyIds.length, 'columns of different lengths'),
);

/** How many attempts a filter matches, and what is wrong with it. */
export const matches = v.object({ total: v.number(), lit: v.instance(Uint8Array), problem: v.string() });

/** The steps that led to a finding. */
export const codePath = v.object({
  findingId: v.number(),
  name: findingName,
  hangsOn: v.string(),
  level,
  claim: v.string(),
  proof: v.string(),
  columns: v.array(v.object({ label: v.string(), row: v.number() })),
  steps: v.array(
    v.object({
      id: v.number(),
      column: v.number(),
      when: v.string(),
      step,
      detail: v.string(),
      site: v.string(),
      source: v.string(),
      offending: v.boolean(),
      lacks: v.string(),
    }),
  ),
  books: v.array(v.object({ text: v.string(), wrong: v.boolean() })),
  booksTitle: v.string(),
  replay: v.string(),
  explored: v.string(),
});

/** All that the trace says of one attempt. */
export const details = v.object({
  row: v.number(),
  lineOf: v.nullable(step),
  fields: v.array(v.object({ name: v.string(), value: v.string() })),
});
