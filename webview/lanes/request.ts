import type { LaneRequest, LaneSlice } from '../../src/core/index.ts';
import type { State, Stretch } from '../state.ts';

/** Below this share of the stretch that was asked for, bins are too coarse and finer ones are asked for. */
const REFINE_BELOW = 0.5;

/** What to ask of the host for this state; null while there is no key or no width to ask for. */
export function wantedRequest(state: State): LaneRequest | null {
  if (state.content.kind !== 'trace' || state.keyId === null || state.widthPx === 0) return null;
  return {
    keyId: state.keyId,
    laneBy: state.laneBy,
    axis: state.axis,
    widthPx: state.widthPx,
    ...(state.view === null ? {} : { from: state.view[0], to: state.view[1] }),
    ...(state.findingId === null ? {} : { findingId: state.findingId }),
    ...(state.matches.text === '' ? {} : { filter: state.matches.text }),
  };
}

/** Whether a slice that is already here shows what the request asks for, so that nothing needs to be asked. */
export function answers(slice: LaneSlice, wanted: LaneRequest): boolean {
  const { request, extent, covers } = slice;
  if (echoes(request, wanted)) return true;
  if (!sameSubject(request, wanted) || request.widthPx < wanted.widthPx) return false;
  const [from, to] = stretchOf(wanted, extent);
  // Nothing lies outside the extent, so a slice that reaches its edge covers all beyond it.
  const covered = Math.max(from, extent[0]) >= covers[0] && Math.min(to, extent[1]) <= covers[1];
  if (!covered || slice.density === null) return covered;
  const [askedFrom, askedTo] = stretchOf(request, extent);
  return to - from > (askedTo - askedFrom) * REFINE_BELOW;
}

function stretchOf(request: LaneRequest, extent: Stretch): Stretch {
  return [request.from ?? extent[0], request.to ?? extent[1]];
}

const SUBJECT = ['keyId', 'laneBy', 'axis', 'findingId', 'filter'] as const;

/** Whether two requests are about the same key, lanes, axis, finding and filter, whatever the stretch. */
export function sameSubject(a: LaneRequest, b: LaneRequest): boolean {
  return SUBJECT.every((name) => a[name] === b[name]);
}

/** Whether an answer echoes exactly this request; any other answer is stale. */
export function echoes(answer: LaneRequest, sent: LaneRequest): boolean {
  return (
    sameSubject(answer, sent) &&
    answer.from === sent.from &&
    answer.to === sent.to &&
    answer.widthPx === sent.widthPx
  );
}
