import type { FromWebview } from '../src/protocol.ts';
import type { Stretch } from './state.ts';
import type { Axis, LaneBy, Step } from '../src/core/words/terms.ts';

/** What only the extension can do. */
export type HostAction = Extract<FromWebview, { type: 'action' }>['action'];

/** What a person can do here; every button, key and click ends in one of these. */
export interface Actions {
  select(findingId: number): void;
  selectKey(keyId: number): void;
  /** Selects the finding `by` places further down the list, around its ends, and says where it went around. */
  step(by: number): void;
  clearSelection(): void;
  /** Shows the stretch of the selected finding again, wherever one has panned and zoomed to. */
  refocus(): void;
  setLaneBy(laneBy: LaneBy): void;
  setAxis(axis: Axis): void;
  setFilter(text: string): void;
  /** null shows the whole key. */
  setView(view: Stretch | null): void;
  setWidth(widthPx: number): void;
  openStep(findingId: number, stepId: number): void;
  /** Opens the line of the finding's offending step, selecting the finding first where needed. */
  openOffending(findingId: number): void;
  openMark(row: number, step: Step): void;
  openBoth(findingId: number): void;
  replay(findingId: number): void;
  inspect(row: number): void;
  closeDetails(): void;
  copy(findingId: number): void;
  saveImage(png: Uint8Array): void;
  ask(action: HostAction): void;
}
