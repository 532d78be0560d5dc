import * as v from 'valibot';
import type { ToWebview, ViewState } from '../../src/protocol.ts';
import type { FindingCode } from '../../src/core/index.ts';
import {
  ARC_KINDS,
  AXES,
  KEY_SEVERITIES,
  LANE_BYS,
  LEVELS,
  RUNG_STATUSES,
  STEPS,
  VERDICTS,
} from '../../src/core/words/terms.ts';

/*
 * What the host may send, checked when it arrives: shapes, lengths that must agree, and indexes that must be inside. A
 * message that does not fit is dropped; so no painting code needs to doubt its data.
 */

const stretch = v.tuple([v.number(), v.number()]);
const texts = v.array(v.string());
const step = v.picklist(STEPS);
const axis = v.picklist(AXES);
const laneBy = v.picklist(LANE_BYS);
const level = v.picklist(LEVELS);
/** A code is shown and compared and decides nothing here, so that a new finding needs no line in the webview. */
const findingCode = v.custom<FindingCode>(
  (code) => typeof code === 'string' && /^[a-z]+(-[a-z]+)*$/.test(code),
);

const summary = v.object({
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

const keyList = v.object({
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

const findingName = v.object({
  code: findingCode,
  key: v.string(),
  request: v.string(),
  version: v.string(),
});

const findingRow = v.object({
  ...findingName.entries,
  id: v.number(),
  level,
  keyId: v.number(),
  summary: v.string(),
  when: v.string(),
  site: v.string(),
});

const findingList = v.pipe(
  v.object({
    rows: v.array(findingRow),
    ids: v.instance(Int32Array),
    keyIds: v.instance(Int32Array),
    matching: v.number(),
    possible: v.array(v.object({ ...findingRow.entries, hangsOn: v.string() })),
  }),
  v.check(({ ids, keyIds }) => ids.length === keyIds.length, 'columns of different lengths'),
);

const matches = v.object({ total: v.number(), lit: v.instance(Uint8Array), problem: v.string() });

const faultBands = v.array(v.object({ from: v.number(), to: v.number(), label: v.string() }));

const overview = v.pipe(
  v.object({
    from: v.number(),
    to: v.number(),
    density: v.instance(Float32Array),
    p99Ms: v.instance(Float32Array),
    worst: v.instance(Uint8Array),
    findingAt: v.instance(Float64Array),
    findingId: v.instance(Int32Array),
    findingLevel: v.instance(Uint8Array),
    faults: faultBands,
    title: v.string(),
  }),
  v.check(
    (o) =>
      o.p99Ms.length === o.density.length &&
      o.worst.length === o.density.length &&
      o.findingId.length === o.findingAt.length &&
      o.findingLevel.length === o.findingAt.length,
    'columns of different lengths',
  ),
);

const laneRequest = v.object({
  keyId: v.number(),
  laneBy,
  axis,
  from: v.exactOptional(v.number()),
  to: v.exactOptional(v.number()),
  widthPx: v.number(),
  findingId: v.exactOptional(v.number()),
  filter: v.exactOptional(v.string()),
});

const marks = v.pipe(
  v.object({
    row: v.instance(Int32Array),
    lane: v.instance(Uint16Array),
    track: v.instance(Uint16Array),
    start: v.instance(Float64Array),
    service: v.instance(Float64Array),
    read: v.instance(Float64Array),
    write: v.instance(Float64Array),
    end: v.instance(Float64Array),
    result: v.instance(Uint8Array),
    flags: v.instance(Uint8Array),
    finding: v.instance(Int32Array),
    possible: v.instance(Uint8Array),
    lit: v.instance(Uint8Array),
    units: v.instance(Float64Array),
    readVersion: texts,
    writeVersion: texts,
    outcome: texts,
    request: texts,
  }),
  v.check(
    (m) => Object.values(m).every((column) => column.length === m.row.length),
    'columns of different lengths',
  ),
);

const slice = v.pipe(
  v.object({
    request: laneRequest,
    keyName: v.string(),
    extent: stretch,
    covers: stretch,
    lanes: v.array(v.object({ label: v.string(), sublabel: v.string(), tracks: v.number() })),
    front: v.string(),
    marks,
    density: v.nullable(
      v.object({
        bins: v.number(),
        count: v.instance(Uint32Array),
        contended: v.instance(Uint32Array),
        wrong: v.instance(Uint32Array),
        found: v.instance(Uint32Array),
        warned: v.instance(Uint32Array),
        worst: v.instance(Uint8Array),
      }),
    ),
    ladder: v.array(
      v.object({
        from: v.number(),
        to: v.number(),
        status: v.picklist(RUNG_STATUSES),
        label: v.string(),
        shorter: texts,
        row: v.number(),
      }),
    ),
    arcs: v.array(
      v.object({
        kind: v.picklist(ARC_KINDS),
        fromRow: v.number(),
        fromStep: step,
        toRow: v.number(),
        toStep: step,
        label: v.string(),
      }),
    ),
    faults: faultBands,
    focusRows: v.array(v.number()),
    axisUnit: v.string(),
  }),
  v.check((s) => s.marks.lane.every((lane) => lane < s.lanes.length), 'a mark outside the lanes'),
  v.check(
    (s) =>
      s.density === null ||
      [
        s.density.count,
        s.density.contended,
        s.density.wrong,
        s.density.found,
        s.density.warned,
        s.density.worst,
      ].every(({ length }) => length === s.density!.bins * s.lanes.length),
    'bins of different lengths',
  ),
);

const codePath = v.object({
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
});

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
  v.object({
    type: v.literal('details'),
    details: v.object({
      row: v.number(),
      lineOf: v.nullable(step),
      fields: v.array(v.object({ name: v.string(), value: v.string() })),
    }),
  }),
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
