import type { LaneSlice } from '../src/core/index.ts';
import { count } from '../src/core/words/numbers.ts';
import type { ToWebview, ViewState } from '../src/protocol.ts';
import type { Actions } from './actions.ts';
import { echoes } from './lanes/request.ts';
import { withAir } from './lanes/stretch.ts';
import type { Pending } from './pending.ts';
import { NO_MATCHES, type Store } from './state.ts';
import { isSame, restored, viewStateOf } from './view-state.ts';

type Of<Type extends ToWebview['type']> = Extract<ToWebview, { type: Type }>;

/** What the receiver needs of the view besides its state. */
export interface Receiving {
  readonly actions: Pick<Actions, 'select' | 'setFilter' | 'openOffending' | 'step' | 'inspect'>;
  readonly store: Store;
  readonly pending: Pending;
  /** What was kept over a reload of the window. */
  readonly kept: () => ViewState | undefined;
}

/** Turns one checked message of the host into state. */
export function receive(to: Receiving, message: ToWebview): void {
  const { store, actions } = to;
  switch (message.type) {
    case 'loading':
      store.set({ content: { kind: 'loading', text: message.text, fraction: message.fraction } });
      break;
    case 'unreadable':
      store.set({
        content: {
          kind: 'unreadable',
          text: message.text,
          next: message.next,
          isMappable: message.isMappable,
        },
      });
      break;
    case 'trace':
      receiveTrace(to, message);
      break;
    case 'filtered':
      receiveFiltered(to, message);
      break;
    case 'listed':
      receiveListed(to, message);
      break;
    case 'sought':
      receiveSought(to, message);
      break;
    case 'lanes':
      receiveLanes(to, message.slice);
      break;
    case 'selected':
      receiveSelected(to, message);
      break;
    case 'details':
      store.set({ details: message.details });
      break;
    case 'notice':
      store.set({ notice: message.text });
      break;
    case 'step':
      actions.step(message.by);
      break;
  }
}

function receiveTrace(to: Receiving, message: Of<'trace'>): void {
  const { store, actions, pending } = to;
  const { summary, keys, findings, overview } = message;
  const wanted = pending.restored ? viewStateOf(store.get()) : to.kept();
  pending.restored = true;
  pending.lanes = null;
  pending.rows.clear();
  store.set({
    content: { kind: 'trace', summary, overview },
    keys,
    keyNames: keys.rows.map(({ name }) => name),
    findings,
    rows: new Map(findings.rows.map((row) => [row.id, row])),
    matches: NO_MATCHES,
    sought: null,
    slice: null,
    codePath: null,
    details: null,
    openedStep: null,
    laneBy: summary.hasClients ? (wanted?.laneBy ?? 'worker') : 'worker',
    panes: wanted?.panes ?? store.get().panes,
    axis: summary.hasTimes ? (wanted?.axis ?? 'time') : 'order',
  });
  if (wanted !== undefined && wanted.filter !== '') actions.setFilter(wanted.filter);
  restore(to, wanted);
}

/** Selects what was selected before, as far as the trace still has it; else the first finding of the worst key. */
function restore({ store, actions, pending }: Receiving, wanted: ViewState | undefined): void {
  const { findingId, keyId, view, expected, lost } = restored(wanted, store.get());
  store.set({ expected });
  if (lost) store.set({ notice: LOST });
  if (findingId !== null) {
    actions.select(findingId);
    pending.restore = view;
  } else {
    pending.selection = null;
    store.set({ keyId, findingId: null, view });
  }
}

const LOST = 'The finding that was selected is not in the trace any more.';

function receiveFiltered({ store }: Receiving, { text, keys, findings, matches }: Of<'filtered'>): void {
  const { filter, rows } = store.get();
  if (text !== filter) return;
  store.set({
    keys,
    findings,
    rows: new Map([...rows, ...findings.rows.map((row) => [row.id, row] as const)]),
    matches: { ...matches, text },
    sought: null,
  });
}

/** Rows of the list that are kept: those of a walk through all would be as many as the trace has findings. */
const MOST_ROWS = 5_000;

function receiveListed({ store, pending }: Receiving, { rows }: Of<'listed'>): void {
  for (const { id } of rows) pending.rows.delete(id);
  const known = [...store.get().rows].slice(-MOST_ROWS);
  store.set({ rows: new Map([...known, ...rows.map((row) => [row.id, row] as const)]) });
}

/** Shows an attempt that was searched for: its key and its stretch, lit and with all its columns. */
function receiveSought({ store, pending, actions }: Receiving, { match }: Of<'sought'>): void {
  pending.seek = false;
  if (match === null) {
    store.set({
      notice: 'No attempt fits. Search for a name, or for key:, worker:, result: or latency:>50.',
    });
    return;
  }
  const { axis, widthPx } = store.get();
  const { row, keyId, focus, place, of } = match;
  pending.selection = null;
  pending.focus = undefined;
  store.set({
    ...{ keyId, sought: row, findingId: null, codePath: null, openedStep: null },
    view: withAir(focus, axis, widthPx),
    notice: `Match ${count(place)} of ${count(of)}.`,
  });
  actions.inspect(row);
}

function receiveLanes({ store, pending }: Receiving, slice: LaneSlice): void {
  if (pending.lanes === null || !echoes(slice.request, pending.lanes)) return;
  pending.lanes = null;
  store.set({ slice });
}

function receiveSelected({ store, pending, actions }: Receiving, message: Of<'selected'>): void {
  const { findingId, keyId, focus, codePath } = message;
  const { selection, restore, open } = pending;
  // An answer to a choice that has already been replaced by another one.
  if (selection !== null && selection !== findingId) return;
  const before = store.get();
  // What was kept is a place in the list, where another finding may stand by now.
  if (before.expected !== null && !isSame(codePath.name, before.expected)) {
    store.set({ expected: null, notice: LOST });
    Object.assign(pending, { selection: null, restore: null });
    actions.step(0);
    return;
  }
  // The same code path again, now with its source text: the person may have zoomed meanwhile.
  const again = selection === null && before.codePath?.findingId === findingId;
  const moved = pending.focus !== undefined && (pending.focus[1] < focus[0] || pending.focus[0] > focus[1]);
  const stretch = restore !== null && !moved ? restore : withAir(focus, before.axis, before.widthPx);
  const view = again ? before.view : stretch;
  Object.assign(pending, { selection: null, restore: null, open: null, focus });
  const openedStep = again ? before.openedStep : null;
  store.set({ findingId, keyId, codePath, openedStep, view, expected: null });
  if (open === findingId) actions.openOffending(findingId);
}
