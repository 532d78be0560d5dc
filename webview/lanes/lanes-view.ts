import type { Actions } from '../actions.ts';
import { changed, type State, type Stretch, type View } from '../state.ts';
import type { Theme } from '../theme/theme.ts';
import { setAttributes, setText } from '../ui/element.ts';
import { Tooltip } from '../ui/tooltip.ts';
import { describeHit, describeSlice } from './describe.ts';
import type { Frame } from './frame.ts';
import { HEADER_HEIGHT, layOut, pinnedHeight, type Geometry } from './geometry.ts';
import { lanesParts } from './lanes-parts.ts';
import { LanesPointer } from './lanes-pointer.ts';
import { gutterFor, limitsOf } from './measure.ts';
import { paintLanes } from './paint.ts';
import { indexSlice, middleOfFocus, nextMark, reachOfFocus, type SliceIndex } from './slice-index.ts';
import { anchorOf, CLOSEST, panned, sideOf, withinLimits, zoomed } from './stretch.ts';
import { LaneZoom } from './zoom.ts';
import type { Step } from '../../src/core/words/terms.ts';

/** The parts of the state that the lanes show. */
const DRAWN = [
  'slice',
  'view',
  'keyId',
  'codePath',
  'content',
  'keys',
  'sought',
  'pointed',
  'scrub',
] as const;

/** The lanes: a canvas that scrolls, pans and zooms, and what stands in for it where it is not seen. */
export class LanesView implements View {
  readonly #parts = lanesParts();
  readonly element = this.#parts.element;
  readonly tooltip = new Tooltip();
  readonly #actions: Actions;
  readonly #requestFrame: () => void;
  readonly #zoom: LaneZoom;
  #theme: Theme;
  #dirty = true;
  #state: State | undefined;
  #index: SliceIndex | undefined;
  #frame: Frame | undefined;
  #cursorRow = -1;
  #size = { width: 0, height: 0 };

  constructor(actions: Actions, theme: Theme, requestFrame: () => void) {
    this.#actions = actions;
    this.#theme = theme;
    this.#requestFrame = requestFrame;
    this.#zoom = new LaneZoom(this.#parts.canvas.element, (view) => {
      this.setView(view);
    });
    this.#parts.scroller.addEventListener('scroll', () => {
      this.#invalidate();
    });
    new LanesPointer(this.#parts, this, actions);
    this.#parts.toSelection.addEventListener('click', () => {
      actions.refocus();
    });
    new ResizeObserver(() => {
      this.#measure();
    }).observe(this.#parts.scroller);
  }

  /** Takes the colours of another theme. */
  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#invalidate();
  }

  /** The visible stretch; undefined before the first slice. */
  get view(): Stretch | undefined {
    return this.#frame?.view;
  }

  render(state: State, previous: State | undefined): void {
    const { slice } = state;
    if (changed(state, previous, 'slice', 'codePath')) {
      const columns = state.codePath?.columns.map(({ row }) => row) ?? [];
      this.#index = slice === null ? undefined : indexSlice(slice, columns);
      if (this.#index?.markOf.has(this.#cursorRow) !== true) this.#cursorRow = -1;
    }
    if (
      changed(state, previous, 'sought', 'slice') &&
      state.sought !== null &&
      this.#index?.markOf.has(state.sought) === true
    )
      this.#cursorRow = state.sought;
    this.#state = state;
    if (!this.#dirty && !changed(state, previous, ...DRAWN)) return;
    this.#dirty = false;
    this.#say(state);
    if (slice === null || this.#index === undefined || this.#size.width === 0) return;
    const frame = this.#frameFor(state, this.#index);
    if (changed(state, previous, 'slice') && state.slice !== previous?.slice) this.#reveal(frame);
    const { scrollTop } = this.#parts.scroller;
    this.#frame = { ...frame, scroll: scrollTop, pinned: pinnedHeight(frame.geometry, scrollTop) };
    this.#pointToSelection(this.#frame);
    this.#parts.canvas.resize(this.#size.width, this.#size.height);
    paintLanes(this.#frame);
  }

  /** Moves the visible stretch, within what the key has. */
  setView(view: Stretch): void {
    const { slice } = this.#state ?? {};
    if (slice === undefined || slice === null) return;
    const { axis } = slice.request;
    this.#actions.setView(withinLimits(view, limitsOf(slice, this.#size.width), axis));
  }

  pan(share: number): void {
    if (this.view !== undefined) this.setView(panned(this.view, share));
  }

  /** Zooms about the pointer, else about the selected finding where it is in sight: looking closer never leads away. */
  zoomBy(factor: number): void {
    if (this.view === undefined || this.#index === undefined) return;
    const { slice, scrub } = this.#state!;
    const middle = scrub ?? middleOfFocus(slice!, this.#index);
    this.setView(zoomed(this.view, factor, anchorOf(middle, this.view)));
  }

  /** Shows another stretch, with a way back. */
  leapTo(view: Stretch): void {
    const { slice } = this.#state ?? {};
    if (slice === undefined || slice === null) return;
    this.#actions.leapTo(withinLimits(view, limitsOf(slice, this.#size.width), slice.request.axis));
  }

  /** Moves the keyboard's cursor to the next or previous visible attempt in time, shows it and reads it out. */
  moveCursor(by: 1 | -1): void {
    const { slice } = this.#state ?? {};
    if (slice === undefined || slice === null || this.view === undefined) return;
    const mark = nextMark(slice.marks, this.view, this.#cursorRow, by);
    if (mark === undefined) return;
    this.#cursorRow = slice.marks.row[mark]!;
    const words = describeHit(slice, { kind: 'bar', mark }, this.#frame!.longestUs).slice(0, -1);
    setText(this.#parts.spoken, words.join('. '));
    const line = this.#frame!.geometry.lines[this.#index!.lineOf[mark]!]!;
    this.#show(line.top, line.top + line.height);
    // The other keys of an attempt, Enter above all, go to where the cursor is.
    this.#parts.scroller.focus();
    this.#invalidate();
  }

  /** The attempt under the keyboard's cursor, with the step whose line is worth opening: its write if it has one. */
  get cursor(): { readonly row: number; readonly step: Step } | undefined {
    const mark = this.#index?.markOf.get(this.#cursorRow);
    const { slice } = this.#state ?? {};
    if (mark === undefined || slice === undefined || slice === null) return undefined;
    return { row: this.#cursorRow, step: slice.marks.writeVersion[mark] === '' ? 'read' : 'write' };
  }

  /** The frame that is on screen, for pictures of it. */
  get frame(): Frame | undefined {
    return this.#frame;
  }

  #frameFor(state: State, index: SliceIndex): Frame {
    const slice = state.slice!;
    const { axis } = slice.request;
    const limits = limitsOf(slice, this.#size.width);
    const view = state.view ?? limits;
    const geometry = layOut(index, {
      ...this.#size,
      gutter: gutterFor(slice, this.#parts.canvas.context, this.#theme, this.#size.width),
    });
    this.#parts.spacer.style.height = `${Math.max(this.#size.height, HEADER_HEIGHT + geometry.contentHeight)}px`;
    const { left, right, height } = geometry;
    this.#zoom.sync(view, { limits, left, right, height, closest: CLOSEST[axis] });
    return {
      context: this.#parts.canvas.context,
      theme: this.#theme,
      slice,
      index,
      geometry,
      axis,
      longestUs: state.content.kind === 'trace' ? state.content.overview.to : 0,
      view,
      scroll: this.#parts.scroller.scrollTop,
      pinned: 0,
      cursorRow: this.#cursorRow,
      pointed: state.pointed,
      scrub: state.scrub,
    };
  }

  /** Where the selected finding lies out of sight, a button at that edge leads to it. */
  #pointToSelection({ slice, index, view, geometry }: Frame): void {
    const { toSelection } = this.#parts;
    const side = sideOf(reachOfFocus(slice, index), view);
    toSelection.hidden = side === undefined;
    if (side === undefined) return;
    setText(toSelection, side === 'left' ? '◀ selected finding' : 'selected finding ▶');
    toSelection.style.left = side === 'left' ? `${geometry.left}px` : 'auto';
  }

  /** Scrolls so that the lines of the selected finding are seen. */
  #reveal({ geometry, index }: { geometry: Geometry; index: SliceIndex }): void {
    const focused = geometry.lines.filter((_, i) => index.lines[i]!.focus);
    if (focused.length === 0) return;
    this.#show(focused[0]!.top, focused.at(-1)!.top + focused.at(-1)!.height);
  }

  /** Scrolls only if it must, to show the stretch of the lanes in the middle or, where it is too high, its beginning. */
  #show(top: number, bottom: number): void {
    const body = this.#size.height - HEADER_HEIGHT;
    const { scrollTop } = this.#parts.scroller;
    if (top < scrollTop || bottom > scrollTop + body)
      this.#parts.scroller.scrollTop = bottom - top > body ? top : Math.max(0, (top + bottom - body) / 2);
  }

  #say(state: State): void {
    const { slice } = state;
    const empty = slice !== null && slice.marks.row.length === 0 && slice.density === null;
    const message =
      state.keyId === null
        ? ''
        : slice === null
          ? 'Drawing the lanes…'
          : empty
            ? 'No attempt lies in this stretch. Press 0 to see the whole key.'
            : '';
    setText(this.#parts.message, message);
    this.#parts.message.hidden = message === '';
    this.#parts.canvas.element.hidden = slice === null;
    if (slice === null) return;
    const selected = state.codePath === null ? '' : `${state.codePath.claim} ${state.codePath.proof}`;
    setAttributes(this.#parts.canvas.element, { 'aria-label': describeSlice(slice, selected) });
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.#parts.scroller;
    this.#size = { width: clientWidth, height: clientHeight };
    this.#actions.setWidth(clientWidth);
    this.#invalidate();
  }

  #invalidate(): void {
    this.#dirty = true;
    this.#requestFrame();
  }
}
