import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LaneRequest, LaneSlice } from '../../../src/core/picture/model.ts';
import { answers, echoes, wantedRequest } from '../../../webview/lanes/request.ts';
import { INITIAL_STATE } from '../../../webview/state.ts';
import { trace } from '../../webview/fixtures/race.ts';
import { binsOf, sliceOf } from '../../webview/fixtures/slice.ts';

const REQUEST: LaneRequest = { keyId: 7, laneBy: 'worker', axis: 'time', widthPx: 700, from: 100, to: 200 };

/** A slice of a key that reaches from 0 to 1000, of which 50 to 250 is covered. */
function slice(parts: Partial<LaneSlice> = {}): LaneSlice {
  const base = sliceOf(
    REQUEST,
    [{ row: 0, lane: 0, start: 0, service: 0, end: 1, outcome: '', request: '' }],
    {
      lanes: [{ label: 'w1', sublabel: '', tracks: 1 }],
    },
  );
  return { ...base, extent: [0, 1_000], covers: [50, 250], ...parts };
}

const BINS = binsOf(0);

describe('asking for lanes', () => {
  it('asks nothing without a trace, a key or a width', () => {
    const content = { kind: 'trace', summary: trace.summary, overview: trace.overview } as const;
    assert.equal(wantedRequest({ ...INITIAL_STATE, keyId: 7, widthPx: 700 }), null);
    assert.equal(wantedRequest({ ...INITIAL_STATE, content, widthPx: 700 }), null);
    assert.equal(wantedRequest({ ...INITIAL_STATE, content, keyId: 7 }), null);
    assert.deepEqual(wantedRequest({ ...INITIAL_STATE, content, keyId: 7, widthPx: 700 }), {
      keyId: 7,
      laneBy: 'worker',
      axis: 'time',
      widthPx: 700,
    });
  });

  it('reuses what is here while the stretch stays within what it covers', () => {
    assert.ok(answers(slice(), { ...REQUEST, from: 60, to: 240 }));
    assert.ok(answers(slice(), { ...REQUEST, from: 120, to: 130 }));
    assert.ok(!answers(slice(), { ...REQUEST, from: 40, to: 140 }));
    assert.ok(!answers(slice(), { ...REQUEST, from: 200, to: 300 }));
  });

  it('asks for finer bins when they have become twice too wide', () => {
    assert.ok(answers(slice({ density: BINS }), { ...REQUEST, from: 110, to: 190 }));
    assert.ok(!answers(slice({ density: BINS }), { ...REQUEST, from: 130, to: 150 }));
  });

  it('knows that nothing lies beyond the ends of the key', () => {
    const whole = slice({
      covers: [0, 1_000],
      request: { keyId: 7, laneBy: 'worker', axis: 'time', widthPx: 700 },
    });
    assert.ok(answers(whole, { ...REQUEST, from: -50, to: 1_200 }));
  });

  it('asks anew for another key, lanes, axis, finding, or a wider window', () => {
    const changes = [
      { keyId: 8 },
      { laneBy: 'client' },
      { axis: 'order' },
      { findingId: 1 },
      { widthPx: 900 },
    ] as const;
    for (const change of changes)
      assert.ok(!answers(slice(), { ...REQUEST, from: 110, ...change }), JSON.stringify(change));
  });

  it('takes an exact answer as one, whatever it covers, so that it never asks for the same for ever', () => {
    assert.ok(answers(slice({ covers: [150, 160], density: BINS }), REQUEST));
  });

  it('tells an answer from an answer to something else by its echo', () => {
    assert.ok(echoes({ ...REQUEST }, REQUEST));
    for (const change of [{ from: 101 }, { to: 201 }, { widthPx: 701 }, { keyId: 8 }])
      assert.ok(!echoes({ ...REQUEST, ...change }, REQUEST), JSON.stringify(change));
  });
});
