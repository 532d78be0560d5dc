import type { FromWebview, ViewState } from '../src/protocol.ts';
import type { Pointed, Stretch } from './state.ts';
import type { Axis, LaneBy, Step } from '../src/core/words/terms.ts';

/** What only the extension can do. */
export type HostAction = Extract<FromWebview, { type: 'action' }>['action'];

/** What a person can do here; every button, key and click ends in one of these. */
export interface Actions {
  select(findingId: number): void;
  selectKey(keyId: number): void;
  /** Selects the finding `by` places further down the list, around its ends, and says where it went around; 0 for the first. */
  step(by: number): void;
  /** Asks for the rows of these findings, as far as they are not here. */
  list(ids: readonly number[]): void;
  /** Goes to the next (1) or previous (-1) attempt that fits the filter. */
  seek(by: 1 | -1): void;
  clearSelection(): void;
  /** Lights what belongs to a step wherever it is shown. */
  point(pointed: Pointed | null): void;
  /** Draws a line at a position of the axis, through all that has one. */
  scrub(at: number | null): void;
  /** Shows another stretch, from which {@link Actions.goBack} returns. */
  leapTo(view: Stretch | null): void;
  /** Selects a finding and shows its stretch, with the same way back. */
  leapToFinding(findingId: number): void;
  /** Shows what was seen before the last leap; false if there was none. */
  goBack(): boolean;
  /** Shows the stretch of the selected finding again, wherever one has panned and zoomed to. */
  refocus(): void;
  setLaneBy(laneBy: LaneBy): void;
  setAxis(axis: Axis): void;
  setFilter(text: string): void;
  /** null shows the whole key. */
  setView(view: Stretch | null): void;
  setWidth(widthPx: number): void;
  /** Gives a pane a size in CSS pixels, or with null its own. */
  setPane(pane: keyof ViewState['panes'], size: number | null): void;
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
