import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LaneSlice } from '../../../src/core/picture/model.ts';
import { RESULT, ROW_FLAG, SEVERITY } from '../../../src/core/words/codes.ts';
import { occurring } from '../../../webview/lanes/occurring.ts';
import { raceSlice } from '../../webview/fixtures/race.ts';
import { binsOf, sliceOf, type Attempt } from '../../webview/fixtures/slice.ts';

const REQUEST = { keyId: 7, laneBy: 'worker', axis: 'time', widthPx: 700 } as const;
const LANES = [{ label: 'w1', sublabel: '', tracks: 1 }];

function slice(attempt: Partial<Attempt>, density: LaneSlice['density'] = null): LaneSlice {
  const plain = { row: 0, lane: 0, start: 0, service: 0, end: 10, outcome: '', request: 'r-1' };
  return sliceOf(REQUEST, [{ ...plain, ...attempt }], { lanes: LANES, density });
}

describe('the legend', () => {
  const signs = (of: LaneSlice): readonly string[] => [...occurring(of).signs];

  it('has what the picture has, and nothing else', () => {
    assert.deepEqual(signs(raceSlice({ ...REQUEST, findingId: 0 })), [
      'read',
      'write',
      'confirm',
      'stale-write',
    ]);
    assert.deepEqual(signs(slice({})), ['read', 'write']);
    assert.deepEqual([...occurring(slice({ result: RESULT.rejected })).results], [RESULT.rejected]);
    assert.equal(occurring(slice({})).queued, false);
    assert.equal(occurring(slice({ service: 2 })).queued, true);
  });

  it('has the refused write, the replay, the second confirmation and the warning where there are any', () => {
    assert.ok(signs(slice({ write: 5, result: RESULT.retry })).includes('refused-write'));
    assert.ok(
      !signs(slice({ write: 5, writeVersion: 'v2', result: RESULT.success })).includes('refused-write'),
    );
    assert.equal(occurring(slice({ flags: ROW_FLAG.idempotentReplay })).replay, true);
    assert.ok(signs(slice({ flags: ROW_FLAG.duplicate })).includes('duplicate'));
    const bins = { ...binsOf(9), worst: Uint8Array.of(SEVERITY.warning) };
    assert.ok(signs(slice({}, bins)).includes('warning'));
    assert.equal(occurring(slice({}, bins)).results.size, 5, 'any result may be among the bins');
  });
});
