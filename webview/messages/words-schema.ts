import * as v from 'valibot';
import type { FindingCode } from '../../src/core/index.ts';
import { AXES, LANE_BYS, LEVELS, STEPS } from '../../src/core/words/terms.ts';

/* The words that several messages are made of. */

/** From and to, in the units of the axis. */
export const stretch = v.tuple([v.number(), v.number()]);
/** Any number of texts. */
export const texts = v.array(v.string());
/** A step of an attempt. */
export const step = v.picklist(STEPS);
/** What the horizontal axis counts. */
export const axis = v.picklist(AXES);
/** What a lane stands for. */
export const laneBy = v.picklist(LANE_BYS);
/** How grave a finding is. */
export const level = v.picklist(LEVELS);
/** A code is shown and compared and decides nothing here, so that a new finding needs no line in the webview. */
export const findingCode = v.custom<FindingCode>(
  (code) => typeof code === 'string' && /^[a-z]+(-[a-z]+)*$/.test(code),
);
