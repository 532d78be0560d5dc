import * as v from 'valibot';
import { ARC_KINDS, RUNG_STATUSES } from '../../src/core/words/terms.ts';
import { axis, laneBy, step, stretch, texts } from './words-schema.ts';

/* What is drawn: the overview and a slice of the lanes. */

const faultBands = v.array(v.object({ from: v.number(), to: v.number(), label: v.string() }));

/** The whole run in as many bins as its strip is wide. */
export const overview = v.pipe(
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

/** What the lanes show of a stretch of the axis. */
export const slice = v.pipe(
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
