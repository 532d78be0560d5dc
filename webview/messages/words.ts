import * as v from 'valibot';
import type { FindingCode } from '../../src/core/findings/finding.ts';
import type { Level } from '../../src/core/findings/found.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import type { Severity } from '../../src/core/lists/model.ts';
import type { ArcKind, Axis, LaneBy, RungStatus, Step } from '../../src/core/picture/model.ts';

/*
 * The words that a message may say where only a few are allowed. The view imports types of the core and no code, so they
 * are listed here once more; as the compiler asks for each word of the type and refuses any other, the lists are the same.
 */

function oneOf<Word extends string>(
  words: Readonly<Record<Word, true>>,
): v.PicklistSchema<Word[], undefined> {
  return v.picklist(Object.keys(words) as Word[]);
}

export const laneBy = oneOf<LaneBy>({ worker: true, client: true });
export const axis = oneOf<Axis>({ time: true, order: true });
export const step = oneOf<Step>({ read: true, write: true, confirm: true });
export const level = oneOf<Level>({ error: true, warning: true, info: true });
export const verdict = oneOf<Verdict>({ ok: true, violation: true, unknown: true });
export const severity = oneOf<Severity>({ calm: true, contended: true, wrong: true });
export const rungStatus = oneOf<RungStatus>({ initial: true, chain: true, stale: true, bridged: true });
export const arcKind = oneOf<ArcKind>({ overtook: true, 'based-on': true, 'same-request': true });

export const findingCode = oneOf<FindingCode>({
  'stale-version-write': true,
  'duplicate-confirmation': true,
  'confirmation-without-write': true,
  'invariant-mismatch': true,
  'negative-inventory': true,
  'version-reuse': true,
  'phantom-read': true,
  'stale-read': true,
  'lost-confirmation': true,
  'unconditional-pattern': true,
});
