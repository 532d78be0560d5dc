import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseMessage, parseViewState } from '../../../webview/messages/schema.ts';
import { racePath, raceSlice, trace } from '../../webview/fixtures/race.ts';

const slice = raceSlice({ keyId: 7, laneBy: 'worker', axis: 'time', widthPx: 700 });

describe('messages of the host', () => {
  it('pass unchanged when they fit', () => {
    for (const message of [
      trace,
      { type: 'lanes', slice },
      { type: 'selected', findingId: 0, keyId: 7, focus: [1, 2], codePath: racePath },
      { type: 'loading', text: 'x', fraction: null },
      { type: 'step', by: -1 },
      { type: 'notice', text: 'x' },
    ])
      assert.deepEqual(parseMessage(message), message);
  });

  it('are refused when columns disagree in length, or a mark lies outside the lanes', () => {
    const broken = [
      { ...slice, marks: { ...slice.marks, end: new Float64Array(2) } },
      { ...slice, marks: { ...slice.marks, request: ['r-001'] } },
      { ...slice, lanes: slice.lanes.slice(0, 1) },
      { ...slice, density: { bins: 3, count: new Uint32Array(4), worst: new Uint8Array(12) } },
      { ...slice, marks: { ...slice.marks, row: [1, 2, 3] } },
      { ...slice, extent: [0] },
      { ...slice, extent: [0, Number.NaN] },
    ];
    for (const one of broken) assert.equal(parseMessage({ type: 'lanes', slice: one }), undefined);
    const overview = { ...trace.overview, worst: new Uint8Array(1) };
    assert.equal(parseMessage({ ...trace, overview }), undefined);
  });

  it('never throw, whatever arrives', () => {
    fc.assert(
      fc.property(
        fc.anything({ withTypedArray: true, withNullPrototype: true, withBigInt: true }),
        (data) => {
          parseMessage(data);
          parseViewState(data);
          parseMessage({ type: 'lanes', slice: data });
          parseMessage({ ...trace, keys: data });
        },
      ),
    );
  });

  it('do not carry what the protocol does not know into the view', () => {
    const parsed = parseMessage({ type: 'notice', text: 'x', command: 'workbench.action.quit' });
    assert.deepEqual(parsed, { type: 'notice', text: 'x' });
  });
});
