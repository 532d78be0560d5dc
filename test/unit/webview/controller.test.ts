import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FromWebview, ViewState } from '../../../src/protocol.ts';
import { Controller } from '../../../webview/controller.ts';
import { createStore, INITIAL_STATE, type Store } from '../../../webview/state.ts';
import { viewStateOf } from '../../../webview/view-state.ts';
import { listed } from '../../webview/fixtures/fixture.ts';
import { duplicatePath } from '../../webview/fixtures/duplicate.ts';
import { racePath, raceSlice, trace } from '../../webview/fixtures/race.ts';

interface Setup {
  readonly posted: FromWebview[];
  readonly controller: Controller;
  readonly store: Store;
}

/** A controller with a list in place of the window: the host's side of the boundary is played by the test. */
function setup(kept?: ViewState): Setup {
  const posted: FromWebview[] = [];
  const store = createStore({ ...INITIAL_STATE, widthPx: 700 }, () => undefined);
  const controller = new Controller(
    { post: (message) => posted.push(message), keep: () => undefined, kept: () => kept },
    store,
  );
  return { posted, controller, store };
}

const selected = {
  type: 'selected',
  findingId: 0,
  keyId: 7,
  focus: [8_400, 13_702],
  codePath: racePath,
} as const;

const KEPT: ViewState = {
  key: 'seat-12',
  finding: { code: 'duplicate-confirmation', key: 'seat-12', request: 'r-118', version: 'v9' },
  findingId: 1,
  laneBy: 'client',
  axis: 'order',
  filter: '',
  panes: { keys: 140, path: null, findings: null },
  from: 3,
  to: 9,
};

describe('a trace that arrives', () => {
  it('shows its worst finding first', () => {
    const { posted, controller } = setup();
    controller.receive(trace);
    assert.deepEqual(posted, [{ type: 'select', findingId: 0, axis: 'time' }]);
  });

  it('shows its first key where nothing is wrong', () => {
    const { posted, controller, store } = setup();
    controller.receive({ ...trace, findings: listed([]) });
    controller.ensureLanes();
    assert.equal(store.get().keyId, 7);
    assert.deepEqual(
      posted.map(({ type }) => type),
      ['lanes'],
    );
  });

  it('brings back what was kept, with its stretch instead of the focus', () => {
    const { posted, controller, store } = setup(KEPT);
    controller.receive(trace);
    assert.deepEqual(posted, [{ type: 'select', findingId: 1, axis: 'order' }]);
    controller.receive({ ...selected, findingId: 1, keyId: 12, codePath: duplicatePath });
    assert.deepEqual(viewStateOf(store.get()), KEPT);
  });

  it('forgets what the trace does not have any more', () => {
    const gone = { ...KEPT.finding!, version: 'v10' };
    const { posted, controller, store } = setup({ ...KEPT, finding: gone, key: 'seat-99' });
    controller.receive({ ...trace, summary: { ...trace.summary, hasTimes: false, hasClients: false } });
    assert.deepEqual(posted, [{ type: 'select', findingId: 0, axis: 'order' }]);
    assert.equal(store.get().laneBy, 'worker');
    assert.match(store.get().notice, /not in the trace any more/);
  });

  it('keeps what is on screen when the same file has been read again', () => {
    const { posted, controller } = setup();
    controller.receive(trace);
    controller.receive(selected);
    controller.select(2);
    posted.length = 0;
    controller.receive(trace);
    assert.deepEqual(posted, [{ type: 'select', findingId: 2, axis: 'time' }]);
  });
});

describe('a file that has grown', () => {
  /** The trace with another finding before all that it had, so that every id is another one. */
  const rows = trace.findings.rows.map((row) => ({ ...row, id: row.id + 1, keyId: row.keyId + 1 }));
  const earlier = { ...rows[0]!, id: 0, keyId: 1, key: 'seat-a', request: 'r-000' };
  const grown = {
    ...trace,
    findings: listed([earlier, ...rows]),
    keys: { ...trace.keys, rows: trace.keys.rows.map((row) => ({ ...row, id: row.id + 1 })) },
  };

  it('leaves selected what was selected, by what it is and not by its number, with the zoom', () => {
    const { posted, controller, store } = setup();
    controller.receive(trace);
    controller.receive(selected);
    controller.setView([9_000, 10_000]);
    controller.receive(grown);
    assert.deepEqual(posted.at(-1), { type: 'select', findingId: 1, axis: 'time' });
    controller.receive({ ...selected, findingId: 1, keyId: 8, codePath: { ...racePath, findingId: 1 } });
    assert.deepEqual(store.get().view, [9_000, 10_000]);
    assert.equal(store.get().notice, '');
  });

  it('shows the finding where it lies now when earlier attempts have moved it', () => {
    const { controller, store } = setup();
    controller.receive(trace);
    controller.receive(selected);
    controller.setView([9_000, 10_000]);
    controller.receive(grown);
    const focus = [908_400, 913_702] as const;
    controller.receive({ ...selected, focus, findingId: 1, codePath: { ...racePath, findingId: 1 } });
    const [from, to] = store.get().view!;
    assert.ok(from <= focus[0] && to >= focus[1]);
  });

  it('keeps a key without a selected finding by its name', () => {
    const { controller, store } = setup();
    controller.receive(trace);
    controller.selectKey(8);
    const keys = { ...trace.keys, rows: trace.keys.rows.map((row) => ({ ...row, id: row.id + 1 })) };
    controller.receive({ ...grown, keys });
    assert.equal(store.get().keyId, 9);
    assert.equal(store.get().findingId, null);
  });
});

describe('going from finding to finding', () => {
  it('says that it went around an end of the list', () => {
    const { controller, store } = setup();
    controller.receive(trace);
    controller.receive(selected);
    controller.step(-1);
    assert.equal(store.get().findingId, 2);
    assert.equal(store.get().notice, 'From the first finding around to the last.');
    controller.step(1);
    assert.equal(store.get().findingId, 0);
    assert.equal(store.get().notice, 'From the last finding around to the first.');
    controller.step(1);
    assert.equal(store.get().findingId, 1);
    assert.equal(store.get().notice, '');
  });

  it('says at the end of the list that not all are listed', () => {
    const { controller, store } = setup();
    controller.receive({ ...trace, findings: { ...trace.findings, matching: 1_753 } });
    controller.select(2);
    controller.step(1);
    assert.equal(store.get().findingId, 0);
    assert.equal(
      store.get().notice,
      'From the last listed finding around to the first. Only the first 3 of 1,753 findings are listed.',
    );
  });

  it('says it where there is nothing to go to, and where there is nothing else', () => {
    const { controller, store } = setup();
    controller.receive({ ...trace, findings: listed([]) });
    controller.step(1);
    assert.equal(store.get().notice, 'There is no finding to go to.');
    controller.receive({
      ...trace,
      findings: listed(trace.findings.rows.slice(0, 1)),
    });
    controller.step(1);
    controller.step(1);
    assert.equal(store.get().findingId, 0);
    assert.equal(store.get().notice, 'There is no other finding in the list.');
  });

  it('is the same when VS Code has the key', () => {
    const { posted, controller, store } = setup();
    controller.receive(trace);
    controller.receive(selected);
    controller.receive({ type: 'step', by: -1 });
    assert.deepEqual(posted.at(-1), { type: 'select', findingId: 2, axis: 'time' });
    assert.match(store.get().notice, /around to the last/);
  });

  it('comes back to the selected one from wherever one has gone', () => {
    const { controller, store } = setup();
    controller.receive(trace);
    controller.receive(selected);
    const focused = store.get().view;
    controller.setView([500_000, 600_000]);
    controller.refocus();
    controller.receive(selected);
    assert.deepEqual(store.get().view, focused);
  });
});

describe('a selection', () => {
  it('waits for its answer before lanes are asked for, so that they are asked for once', () => {
    const { posted, controller } = setup();
    controller.receive(trace);
    controller.ensureLanes();
    assert.equal(posted.length, 1);
    controller.receive(selected);
    controller.ensureLanes();
    controller.ensureLanes();
    assert.deepEqual(
      posted.map(({ type }) => type),
      ['select', 'lanes'],
    );
  });

  it('drops the answer to a choice that has been replaced meanwhile', () => {
    const { controller, store } = setup();
    controller.receive(trace);
    controller.select(2);
    controller.receive(selected);
    assert.equal(store.get().codePath, null);
    assert.equal(store.get().findingId, 2);
  });

  it('made elsewhere is followed', () => {
    const { controller, store } = setup();
    controller.receive(trace);
    controller.receive(selected);
    controller.receive({ ...selected, findingId: 2, keyId: 12, codePath: { ...racePath, findingId: 2 } });
    assert.equal(store.get().findingId, 2);
    assert.equal(store.get().keyId, 12);
  });

  it('sent again with its source text leaves the zoom alone', () => {
    const { controller, store } = setup();
    controller.receive(trace);
    controller.receive(selected);
    controller.setView([1, 2]);
    controller.receive({ ...selected, codePath: { ...racePath, claim: 'with text' } });
    assert.deepEqual(store.get().view, [1, 2]);
    assert.equal(store.get().codePath?.claim, 'with text');
  });

  it('is asked for anew on another axis, where it lies elsewhere', () => {
    const { posted, controller } = setup();
    controller.receive(trace);
    controller.receive(selected);
    controller.setAxis('order');
    assert.deepEqual(posted.at(-1), { type: 'select', findingId: 0, axis: 'order' });
  });

  it('opens its offending line at once if it is known, else when it arrives', () => {
    const { posted, controller } = setup();
    controller.receive(trace);
    controller.openOffending(0);
    assert.ok(posted.every(({ type }) => type !== 'open-step'));
    controller.receive(selected);
    assert.deepEqual(posted.at(-1), { type: 'open-step', findingId: 0, stepId: 4 });
    controller.openOffending(0);
    assert.equal(posted.filter(({ type }) => type === 'open-step').length, 2);
  });
});

describe('lanes', () => {
  it('are asked for one at a time while only the stretch moves, then for where it has come to', () => {
    const { posted, controller, store } = setup();
    controller.receive(trace);
    controller.receive(selected);
    controller.ensureLanes();
    for (const from of [20_000, 30_000, 40_000]) {
      controller.setView([from, from + 1_000]);
      controller.ensureLanes();
    }
    const lanes = (): Extract<FromWebview, { type: 'lanes' }>[] =>
      posted.filter((one) => one.type === 'lanes');
    assert.equal(lanes().length, 1);
    controller.receive({ type: 'lanes', slice: raceSlice(lanes()[0]!.request) });
    store.set({ view: [4_000, 14_000] });
    controller.ensureLanes();
    assert.equal(lanes().length, 1, 'the whole key is here');
  });

  it('that answer another question are dropped', () => {
    const { posted, controller, store } = setup();
    controller.receive(trace);
    controller.receive(selected);
    controller.ensureLanes();
    const sent = posted.find((one) => one.type === 'lanes')!;
    controller.receive({ type: 'lanes', slice: raceSlice({ ...sent.request, keyId: 8 }) });
    assert.equal(store.get().slice, null);
    controller.receive({ type: 'lanes', slice: raceSlice(sent.request) });
    assert.equal(store.get().slice?.request, sent.request);
  });
});

describe('a click on a mark', () => {
  /** The race, selected or not, of which row 102 offends. */
  function withLanes(focusRows: readonly number[]): Setup {
    const made = setup();
    made.controller.receive(trace);
    made.controller.receive(selected);
    made.controller.ensureLanes();
    const sent = made.posted.find((one) => one.type === 'lanes')!;
    const slice = raceSlice(sent.request);
    const finding = slice.marks.row.map((row) => (row === 102 ? 1 : -1));
    made.controller.receive({
      type: 'lanes',
      slice: { ...slice, focusRows, marks: { ...slice.marks, finding } },
    });
    made.posted.length = 0;
    return made;
  }

  it('that is another conflict selects it, and opens its line', () => {
    const { posted, controller } = withLanes([]);
    controller.openMark(102, 'write');
    assert.deepEqual(posted, [
      { type: 'select', findingId: 1, axis: 'time' },
      { type: 'open-mark', row: 102, step: 'write' },
    ]);
  });

  it('that belongs to the selected conflict, or to none, opens its line and selects nothing', () => {
    const { posted, controller } = withLanes([102, 101]);
    controller.openMark(102, 'write');
    controller.openMark(103, 'read');
    assert.deepEqual(posted, [
      { type: 'open-mark', row: 102, step: 'write' },
      { type: 'open-mark', row: 103, step: 'read' },
    ]);
  });
});
