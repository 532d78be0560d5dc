import type { Analysis } from '../../../../src/core/analysis.ts';
import { indexKey } from '../../../../src/core/picture/key-index-cache.ts';
import { laneSlice } from '../../../../src/core/picture/lane-slice.ts';
import type { LaneRequest, LaneSlice } from '../../../../src/core/picture/model.ts';

/** The slice of the first key by workers over time and 1,000 pixels wide, or as it is asked for. */
export function sliceOf(analysis: Analysis, asked: Partial<LaneRequest> = {}): LaneSlice {
  const request: LaneRequest = {
    keyId: analysis.keys[0]!.key,
    laneBy: 'worker',
    axis: 'time',
    widthPx: 1000,
    ...asked,
  };
  return laneSlice(indexKey(analysis, request.keyId, request.laneBy, request.axis), request);
}
