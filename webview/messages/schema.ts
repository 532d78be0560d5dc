import * as v from 'valibot';
import type { ToWebview, ViewState } from '../../src/protocol.ts';
import {
  codePath,
  details,
  findingList,
  findingName,
  findingRow,
  keyList,
  matches,
  summary,
} from './lists-schema.ts';
import { overview, slice } from './picture-schema.ts';
import { axis, laneBy, stretch } from './words-schema.ts';

/*
 * What the host may send, checked when it arrives: shapes, lengths that must agree, and indexes that must be inside. A
 * message that does not fit is dropped; so no painting code needs to doubt its data.
 */

const toWebview = v.variant('type', [
  v.object({ type: v.literal('loading'), text: v.string(), fraction: v.nullable(v.number()) }),
  v.object({ type: v.literal('unreadable'), text: v.string(), next: v.string(), isMappable: v.boolean() }),
  v.object({ type: v.literal('trace'), summary, keys: keyList, findings: findingList, overview }),
  v.object({ type: v.literal('filtered'), text: v.string(), keys: keyList, findings: findingList, matches }),
  v.object({ type: v.literal('listed'), rows: v.array(findingRow) }),
  v.object({
    type: v.literal('sought'),
    match: v.nullable(
      v.object({ row: v.number(), place: v.number(), of: v.number(), keyId: v.number(), focus: stretch }),
    ),
  }),
  v.object({ type: v.literal('lanes'), slice }),
  v.object({
    type: v.literal('selected'),
    findingId: v.number(),
    keyId: v.number(),
    focus: stretch,
    codePath,
  }),
  v.object({ type: v.literal('details'), details }),
  v.object({ type: v.literal('step'), by: v.picklist([1, -1]) }),
  v.object({ type: v.literal('notice'), text: v.string() }),
]) satisfies v.GenericSchema<unknown, ToWebview>;

const viewState = v.object({
  key: v.nullable(v.string()),
  finding: v.nullable(findingName),
  findingId: v.nullable(v.number()),
  laneBy,
  axis,
  filter: v.string(),
  panes: v.object({
    keys: v.nullable(v.number()),
    path: v.nullable(v.number()),
    findings: v.nullable(v.number()),
  }),
  from: v.nullable(v.number()),
  to: v.nullable(v.number()),
}) satisfies v.GenericSchema<unknown, ViewState>;

/** The message, or undefined if it is none that the protocol knows. */
export function parseMessage(data: unknown): ToWebview | undefined {
  const parsed = v.safeParse(toWebview, data, { abortEarly: true });
  return parsed.success ? parsed.output : undefined;
}

/** The kept state, or undefined if there is none or an older version wrote another shape. */
export function parseViewState(data: unknown): ViewState | undefined {
  const parsed = v.safeParse(viewState, data, { abortEarly: true });
  return parsed.success ? parsed.output : undefined;
}
