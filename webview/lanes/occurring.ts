import type { LaneSlice } from '../../src/core/index.ts';
import { RESULT, ROW_FLAG } from '../../src/core/words/codes.ts';
import { STEPS } from '../../src/core/words/terms.ts';
import {
  LANE_SIGNS,
  LANE_SIGN_NAMES,
  signAt,
  signOfBin,
  type LaneSignName,
  signedMark,
} from '../../src/core/words/lane-signs.ts';

/** What a picture has that needs a word in the legend. */
export interface Occurring {
  /** In the order of the legend. */
  readonly signs: ReadonlySet<LaneSignName>;
  /** Whether some attempt waited before it was served. */
  readonly queued: boolean;
  /** Whether some answer repeats an earlier one. */
  readonly replay: boolean;
  /** Codes of the results that are written beside bars. */
  readonly results: ReadonlySet<number>;
}

/** Looks through a slice once. Of attempts that are bins any result may be among those that a closer look shows. */
export function occurring({ marks, density, focusRows }: LaneSlice): Occurring {
  const found = new Set<LaneSignName | undefined>([
    'read',
    'write',
    ...[...new Set(density?.worst)].map(signOfBin),
  ]);
  const results = new Set<number>(density === null ? marks.result : Object.values(RESULT));
  let flags = 0;
  let queued = false;
  for (let i = 0; i < marks.row.length; i++) {
    flags |= marks.flags[i]!;
    queued ||= marks.service[i]! > marks.start[i]!;
    const signed = signedMark(marks, i);
    for (const step of STEPS) found.add(signAt(signed, step));
  }
  const drawn = LANE_SIGN_NAMES.filter(
    (name) => found.has(name) && (LANE_SIGNS[name].on !== 'selected' || focusRows.length > 0),
  );
  return { signs: new Set(drawn), queued, replay: (flags & ROW_FLAG.idempotentReplay) !== 0, results };
}
