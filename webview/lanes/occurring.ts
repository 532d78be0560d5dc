import type { LaneSlice } from '../../src/core/picture/model.ts';
import { ROW_FLAG, RESULT, WORST } from '../codes.ts';
import type { SignKind } from './paint-signs.ts';
import { isRefusedWrite } from './slice-index.ts';

/** What a picture has that needs a word in the legend. */
export interface Occurring {
  readonly signs: ReadonlySet<SignKind>;
  /** Whether some attempt waited before it was served. */
  readonly queued: boolean;
  /** Whether some answer repeats an earlier one. */
  readonly replay: boolean;
  /** Codes of the results that are written beside bars. */
  readonly results: ReadonlySet<number>;
}

/** Looks through a slice once. Of attempts that are bins any result may be among those that a closer look shows. */
export function occurring({ marks, density, focusRows }: LaneSlice): Occurring {
  const signs = new Set<SignKind>(['read', 'write']);
  const results = new Set<number>(density === null ? marks.result : Object.values(RESULT));
  let flags = 0;
  let queued = false;
  for (let i = 0; i < marks.row.length; i++) {
    flags |= marks.flags[i]!;
    queued ||= marks.service[i]! > marks.start[i]!;
    if (isRefusedWrite(marks, i)) signs.add('refused-write');
  }
  const bins = new Set(density?.worst);
  if (focusRows.length > 0) signs.add('confirm');
  if ((flags & ROW_FLAG.staleWrite) !== 0 || bins.has(WORST.error)) signs.add('stale-write');
  if ((flags & ROW_FLAG.duplicate) !== 0) signs.add('duplicate');
  if (bins.has(WORST.warning)) signs.add('warning');
  return { signs, queued, replay: (flags & ROW_FLAG.idempotentReplay) !== 0, results };
}
