import type { ToWebview, ViewState } from '../src/protocol.ts';
import { NONE } from '../src/core/words/codes.ts';
import { answers, sameSubject, wantedRequest } from './lanes/request.ts';
import type { Actions, HostAction } from './actions.ts';
import type { Host } from './messages/host.ts';
import { nextFinding } from './next-finding.ts';
import { nothingPending } from './pending.ts';
import { receive } from './receiver.ts';
import type { Pointed, Store, Stretch } from './state.ts';
import { firstOfKey, keyOfFinding } from './view-state.ts';
import type { Axis, LaneBy, Step } from '../src/core/words/terms.ts';

/** Most views that Escape leads back through. */
const MOST_BACK = 20;

/** Turns actions into messages and state. */
export class Controller implements Actions {
  readonly #host: Host;
  readonly #store: Store;
  readonly #pending = nothingPending();
  /** What was seen before each leap to another stretch. */
  readonly #before: (Stretch | null)[] = [];

  constructor(host: Host, store: Store) {
    this.#host = host;
    this.#store = store;
  }

  /** Takes one checked message of the host. */
  receive(message: ToWebview): void {
    receive(
      { actions: this, store: this.#store, pending: this.#pending, kept: () => this.#host.kept() },
      message,
    );
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
    this.#pending.selection = findingId;
    this.#pending.restore = null;
    const key = keyOfFinding(findings, findingId) ?? keyId;
    this.#store.set({ findingId, keyId: key, details: null, openedStep: null, sought: null });
    this.#host.post({ type: 'select', findingId, axis });
  }

  selectKey(keyId: number): void {
    const first = firstOfKey(this.#store.get().findings, keyId);
    if (first !== undefined) {
      this.select(first);
      return;
    }
    this.#pending.selection = null;
    this.#store.set({ keyId, findingId: null, codePath: null, details: null, openedStep: null, view: null });
  }

  step(by: number): void {
    const { findings, findingId } = this.#store.get();
    const { id, notice } = nextFinding(findings, by === 0 ? null : findingId, by || 1);
    if (id !== null) this.select(id);
    if (by !== 0) this.#store.set({ notice });
  }

  list(ids: readonly number[]): void {
    const { rows } = this.#store.get();
    const missing = ids.filter((id) => !rows.has(id) && !this.#pending.rows.has(id));
    if (missing.length === 0) return;
    for (const id of missing) this.#pending.rows.add(id);
    this.#host.post({ type: 'list', ids: missing });
  }

  seek(by: 1 | -1): void {
    const { filter, sought, axis } = this.#store.get();
    if (filter.trim() === '' || this.#pending.seek) return;
    this.#pending.seek = true;
    this.#host.post({ type: 'seek', text: filter, row: sought, by, axis });
  }

  point(pointed: Pointed | null): void {
    const before = this.#store.get().pointed;
    if (before?.row === pointed?.row && before?.step === pointed?.step) return;
    this.#store.set({ pointed });
  }

  scrub(at: number | null): void {
    if (this.#store.get().scrub !== at) this.#store.set({ scrub: at });
  }

  leapTo(view: Stretch | null): void {
    this.#remember();
    this.#store.set({ view });
  }

  leapToFinding(findingId: number): void {
    this.#remember();
    this.select(findingId);
  }

  goBack(): boolean {
    const view = this.#before.pop();
    if (view !== undefined) this.#store.set({ view });
    return view !== undefined;
  }

  refocus(): void {
    const { findingId } = this.#store.get();
    if (findingId !== null) this.select(findingId);
  }

  clearSelection(): void {
    this.#pending.selection = null;
    this.#store.set({
      sought: null,
      findingId: null,
      codePath: null,
      details: null,
      openedStep: null,
    });
  }

  setLaneBy(laneBy: LaneBy): void {
    this.#store.set({ laneBy });
  }

  setAxis(axis: Axis): void {
    const { findingId, axis: before } = this.#store.get();
    if (axis === before) return;
    this.#pending.focus = undefined;
    this.#before.length = 0;
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

  setPane(pane: keyof ViewState['panes'], size: number | null): void {
    this.#store.set({ panes: { ...this.#store.get().panes, [pane]: size } });
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

  #remember(): void {
    this.#before.push(this.#store.get().view);
    if (this.#before.length > MOST_BACK) this.#before.shift();
  }
}
