import type { LaneRequest, LaneSlice } from '../src/core/index.ts';
import type { ToWebview, ViewState } from '../src/protocol.ts';
import { NONE } from '../src/core/words/codes.ts';
import { answers, echoes, sameSubject, wantedRequest } from './lanes/request.ts';
import { withAir } from './lanes/stretch.ts';
import type { Actions, HostAction } from './actions.ts';
import type { Host } from './messages/host.ts';
import { nextFinding } from './next-finding.ts';
import type { Store, Stretch } from './state.ts';
import { restored, viewStateOf } from './view-state.ts';
import type { Axis, LaneBy, Step } from '../src/core/words/terms.ts';

/** What the controller still waits for; none of it is shown. */
interface Pending {
  /** The request that is under way. */
  lanes: LaneRequest | null;
  /** The finding whose selection the host has yet to answer; lanes are not asked for meanwhile. */
  selection: number | null;
  /** The finding whose offending line is opened once its code path is here. */
  open: number | null;
  /** The stretch to return to when the restored finding arrives, instead of its focus. */
  restore: Stretch | null;
  filterTimer: number | undefined;
  /** Whether the kept state has been restored; later traces keep what is on screen. */
  restored: boolean;
}

/** Turns actions into messages and state, and messages into state. */
export class Controller implements Actions {
  readonly #host: Host;
  readonly #store: Store;
  readonly #pending: Pending = {
    lanes: null,
    selection: null,
    open: null,
    restore: null,
    filterTimer: undefined,
    restored: false,
  };

  /** Where the selected finding lay last; it lies elsewhere once earlier attempts have been added to the file. */
  #focus: Stretch | undefined;

  constructor(host: Host, store: Store) {
    this.#host = host;
    this.#store = store;
  }

  /** Takes one checked message of the host. */
  receive(message: ToWebview): void {
    switch (message.type) {
      case 'loading':
        this.#store.set({
          content: { kind: 'loading', text: message.text, fraction: message.fraction },
        });
        break;
      case 'unreadable':
        this.#store.set({ content: { kind: 'unreadable', text: message.text, next: message.next } });
        break;
      case 'trace':
        this.#receiveTrace(message);
        break;
      case 'filtered':
        if (message.text === this.#store.get().filter)
          this.#store.set({ keys: message.keys, findings: message.findings });
        break;
      case 'lanes':
        this.#receiveLanes(message.slice);
        break;
      case 'selected':
        this.#receiveSelected(message);
        break;
      case 'details':
        this.#store.set({ details: message.details });
        break;
      case 'notice':
        this.#store.set({ notice: message.text });
        break;
      case 'step':
        this.step(message.by);
        break;
    }
  }

  /** Asks for lanes if what is here does not show what is wanted; called once per frame. */
  ensureLanes(): void {
    const state = this.#store.get();
    const wanted = wantedRequest(state);
    const { lanes: sent, selection } = this.#pending;
    if (wanted === null || selection !== null) return;
    if (state.slice !== null && answers(state.slice, wanted)) return;
    // One request at a time while only the stretch moves: a drag must not queue a hundred of them.
    if (sent !== null && sameSubject(sent, wanted)) return;
    this.#pending.lanes = wanted;
    this.#host.post({ type: 'lanes', request: wanted });
  }

  select(findingId: number): void {
    const { axis, findings, keyId } = this.#store.get();
    const row = [...findings.rows, ...findings.possible].find(({ id }) => id === findingId);
    this.#pending.selection = findingId;
    this.#pending.restore = null;
    this.#store.set({ findingId, keyId: row?.keyId ?? keyId, details: null, openedStep: null });
    this.#host.post({ type: 'select', findingId, axis });
  }

  selectKey(keyId: number): void {
    const first = this.#store.get().findings.rows.find((row) => row.keyId === keyId);
    if (first !== undefined) {
      this.select(first.id);
      return;
    }
    this.#pending.selection = null;
    this.#store.set({ keyId, findingId: null, codePath: null, details: null, openedStep: null, view: null });
  }

  step(by: number): void {
    const { findings, findingId } = this.#store.get();
    const { id, notice } = nextFinding(findings, findingId, by);
    if (id !== null) this.select(id);
    this.#store.set({ notice });
  }

  refocus(): void {
    const { findingId } = this.#store.get();
    if (findingId !== null) this.select(findingId);
  }

  clearSelection(): void {
    this.#pending.selection = null;
    this.#store.set({ findingId: null, codePath: null, details: null, openedStep: null });
  }

  setLaneBy(laneBy: LaneBy): void {
    this.#store.set({ laneBy });
  }

  setAxis(axis: Axis): void {
    const { findingId, axis: before } = this.#store.get();
    if (axis === before) return;
    this.#focus = undefined;
    this.#store.set({ axis, view: null });
    // The same finding lies elsewhere on the other axis; the host knows where.
    if (findingId !== null) this.select(findingId);
  }

  setFilter(text: string): void {
    this.#store.set({ filter: text });
    window.clearTimeout(this.#pending.filterTimer);
    this.#pending.filterTimer = window.setTimeout(() => {
      this.#host.post({ type: 'filter', text });
    }, 120);
  }

  setView(view: Stretch | null): void {
    this.#store.set({ view });
  }

  setWidth(widthPx: number): void {
    if (widthPx !== this.#store.get().widthPx) this.#store.set({ widthPx });
  }

  openStep(findingId: number, stepId: number): void {
    this.#store.set({ openedStep: stepId });
    this.#host.post({ type: 'open-step', findingId, stepId });
  }

  openOffending(findingId: number): void {
    const { codePath } = this.#store.get();
    if (codePath?.findingId !== findingId) {
      this.#pending.open = findingId;
      this.select(findingId);
      return;
    }
    const step = codePath.steps.find(({ offending }) => offending) ?? codePath.steps[0];
    if (step !== undefined) this.openStep(findingId, step.id);
  }

  openMark(row: number, step: Step): void {
    const { slice } = this.#store.get();
    const offends = slice?.marks.finding[slice.marks.row.indexOf(row)] ?? NONE;
    // A click on another finding is about that one; a step of the selected finding stays with it.
    if (offends !== NONE && slice?.focusRows.includes(row) === false) this.select(offends);
    this.#host.post({ type: 'open-mark', row, step });
  }

  openBoth(findingId: number): void {
    this.#host.post({ type: 'open-both', findingId });
  }

  replay(findingId: number): void {
    this.#host.post({ type: 'replay', findingId });
  }

  inspect(row: number): void {
    this.#host.post({ type: 'inspect', row });
  }

  closeDetails(): void {
    this.#store.set({ details: null });
  }

  copy(findingId: number): void {
    this.#host.post({ type: 'copy', findingId });
  }

  saveImage(png: Uint8Array): void {
    this.#host.post({ type: 'save-image', png });
  }

  ask(action: HostAction): void {
    this.#host.post({ type: 'action', action });
  }

  #receiveTrace(message: Extract<ToWebview, { type: 'trace' }>): void {
    const { summary, keys, findings, overview } = message;
    const wanted = this.#pending.restored ? viewStateOf(this.#store.get()) : this.#host.kept();
    this.#pending.restored = true;
    this.#pending.lanes = null;
    this.#store.set({
      content: { kind: 'trace', summary, overview },
      keys,
      findings,
      slice: null,
      codePath: null,
      details: null,
      openedStep: null,
      laneBy: summary.hasClients ? (wanted?.laneBy ?? 'worker') : 'worker',
      axis: summary.hasTimes ? (wanted?.axis ?? 'time') : 'order',
    });
    if (wanted !== undefined && wanted.filter !== '') this.setFilter(wanted.filter);
    this.#restore(wanted);
  }

  /** Selects what was selected before, as far as the trace still has it; else the worst finding. */
  #restore(wanted: ViewState | undefined): void {
    const { findingId, keyId, view, lost } = restored(wanted, this.#store.get());
    if (lost) this.#store.set({ notice: 'The finding that was selected is not in the trace any more.' });
    if (findingId !== null) {
      this.select(findingId);
      this.#pending.restore = view;
    } else {
      this.#pending.selection = null;
      this.#store.set({ keyId, findingId: null, view });
    }
  }

  #receiveLanes(slice: LaneSlice): void {
    const sent = this.#pending.lanes;
    if (sent === null || !echoes(slice.request, sent)) return;
    this.#pending.lanes = null;
    this.#store.set({ slice });
  }

  #receiveSelected(message: Extract<ToWebview, { type: 'selected' }>): void {
    const { findingId, keyId, focus, codePath } = message;
    const { selection, restore, open } = this.#pending;
    // An answer to a choice that has already been replaced by another one.
    if (selection !== null && selection !== findingId) return;
    const before = this.#store.get();
    // The same code path again, now with its source text: the person may have zoomed meanwhile.
    const again = selection === null && before.codePath?.findingId === findingId;
    const moved = this.#focus !== undefined && (this.#focus[1] < focus[0] || this.#focus[0] > focus[1]);
    const stretch = restore !== null && !moved ? restore : withAir(focus, before.axis, before.widthPx);
    const view = again ? before.view : stretch;
    this.#focus = focus;
    Object.assign(this.#pending, { selection: null, restore: null, open: null });
    const openedStep = again ? before.openedStep : null;
    this.#store.set({ findingId, keyId, codePath, openedStep, view });
    if (open === findingId) this.openOffending(findingId);
  }
}
