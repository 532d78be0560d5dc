import * as v from 'valibot';
import { AXES, LANE_BYS, STEPS } from '../../core/words/terms.ts';
import type { FromWebview } from '../../protocol.ts';

/*
 * What the webview may send, checked when it arrives. It is fed by an untrusted trace, so it is not trusted either: ids
 * are small whole numbers that are looked up, text has a length, and a message that does not fit is dropped.
 */

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const axis = v.picklist(AXES);
const step = v.picklist(STEPS);
const place = v.pipe(v.number(), v.finite());

/** Wide enough for any screen, narrow enough that a level of detail of this width is cheap. */
const WIDEST_PX = 20_000;
const LONGEST_FILTER = 1000;
/** A list shows a few dozen rows at once. */
const MOST_LISTED = 1000;
/** An image of the view is a few hundred kilobytes. */
const LARGEST_IMAGE = 64 * 1024 * 1024;

const filterText = v.pipe(v.string(), v.maxLength(LONGEST_FILTER));

const laneRequest = v.strictObject({
  keyId: id,
  laneBy: v.picklist(LANE_BYS),
  axis,
  from: v.exactOptional(place),
  to: v.exactOptional(place),
  widthPx: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(WIDEST_PX)),
  findingId: v.exactOptional(id),
  filter: v.exactOptional(filterText),
});

const fromWebview = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('filter'), text: filterText }),
  v.strictObject({ type: v.literal('list'), ids: v.pipe(v.array(id), v.maxLength(MOST_LISTED)) }),
  v.strictObject({
    type: v.literal('seek'),
    text: filterText,
    row: v.nullable(id),
    by: v.picklist([1, -1]),
    axis,
  }),
  v.strictObject({ type: v.literal('lanes'), request: laneRequest }),
  v.strictObject({ type: v.literal('select'), findingId: id, axis }),
  v.strictObject({ type: v.literal('inspect'), row: id }),
  v.strictObject({ type: v.literal('open-step'), findingId: id, stepId: id }),
  v.strictObject({ type: v.literal('open-mark'), row: id, step }),
  v.strictObject({ type: v.literal('open-both'), findingId: id }),
  v.strictObject({ type: v.literal('replay'), findingId: id }),
  v.strictObject({ type: v.literal('copy'), findingId: id }),
  v.strictObject({
    type: v.literal('save-image'),
    png: v.custom<Uint8Array>((value) => value instanceof Uint8Array && isPng(value)),
  }),
  v.strictObject({
    type: v.literal('action'),
    action: v.picklist(['run-reproducer', 'open-sample', 'open-as-text', 'map-columns', 'reload']),
  }),
]) satisfies v.GenericSchema<unknown, FromWebview>;

/** The message, or undefined if it is none that the protocol knows. */
export function parseFromWebview(data: unknown): FromWebview | undefined {
  const parsed = v.safeParse(fromWebview, data, { abortEarly: true });
  return parsed.success ? parsed.output : undefined;
}

function isPng(bytes: Uint8Array): boolean {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  return bytes.length <= LARGEST_IMAGE && signature.every((byte, index) => bytes[index] === byte);
}
