import type { Step } from '../../src/core/view/model.ts';
import type { Actions } from '../actions.ts';
import { changed, type State, type Stretch, type View } from '../state.ts';
import type { Theme } from '../theme/theme.ts';
import { sharpCanvas } from '../ui/canvas.ts';
import { h, nextId, setAttributes, setText } from '../ui/element.ts';
import { Tooltip } from '../ui/tooltip.ts';
import { describeHit, describeSlice } from './describe.ts';
import type { Frame } from './frame.ts';
import { HEADER_HEIGHT, layOut, type Geometry } from './geometry.ts';
import { hitTest, type Hit } from './hit-test.ts';
import { gutterFor, keyNameOf, limitsOf } from './measure.ts';
import { paintLanes } from './paint.ts';
import { indexSlice, nextMark, type SliceIndex } from './slice-index.ts';
import { panned, withinLimits, zoomed } from './stretch.ts';
import { LaneZoom } from './zoom.ts';

const HELP =
  'Left and right arrow pan, plus and minus zoom, 0 shows the whole key, j and k go from attempt to attempt, Enter opens the source line, i shows all columns. The findings table below says the same in words.';

/** The lanes: a canvas that scrolls, pans and zooms, and what stands in for it where it is not seen. */
export class LanesView implements View {
  readonly #canvas = sharpCanvas(h('canvas', { class: 'lanes-canvas', role: 'img' }));
  readonly #spacer = h('div', { class: 'lanes-content' }, this.#canvas.element);
  readonly #message = h('p', { class: 'lanes-message', hidden: true });
  readonly #spoken = h('div', { class: 'sr-only', 'aria-live': 'polite' });
  readonly #helpId = nextId();
  readonly #scroller = h(
    'div',
    {
      class: 'lanes-scroller',
      tabindex: 0,
      role: 'group',
      'aria-label': 'Lanes',
      'aria-describedby': this.#helpId,
    },
    this.#spacer,
  );
  readonly tooltip = new Tooltip();
  readonly element = h(
    'section',
    { class: 'lanes', 'aria-label': 'Swimlane' },
    h('h2', { class: 'sr-only' }, 'Swimlane'),
    h('p', { class: 'sr-only', id: this.#helpId }, HELP),
    this.#scroller,
    this.#message,
    this.#spoken,
  );
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
  #rect: DOMRect | undefined;

  constructor(actions: Actions, theme: Theme, requestFrame: () => void) {
    this.#actions = actions;
    this.#theme = theme;
    this.#requestFrame = requestFrame;
    this.#zoom = new LaneZoom(this.#canvas.element, (view) => {
      this.setView(view);
    });
    this.#listen();
    new ResizeObserver(() => {
      this.#measure();
    }).observe(this.#scroller);
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
    this.#state = state;
    if (!this.#dirty && !changed(state, previous, 'slice', 'view', 'keyId', 'codePath', 'screen', 'keys'))
      return;
    this.#dirty = false;
    this.#say(state);
    if (slice === null || this.#index === undefined || this.#size.width === 0) return;
    const frame = this.#frameFor(state, this.#index);
    if (changed(state, previous, 'slice') && state.slice !== previous?.slice) this.#reveal(frame);
    this.#frame = { ...frame, scroll: this.#scroller.scrollTop };
    this.#canvas.resize(this.#size.width, this.#size.height);
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

  zoomBy(factor: number): void {
    if (this.view !== undefined) this.setView(zoomed(this.view, factor));
  }

  /** Moves the keyboard's cursor to the next or previous visible attempt in time and reads it out. */
  moveCursor(by: 1 | -1): void {
    const { slice } = this.#state ?? {};
    if (slice === undefined || slice === null || this.view === undefined) return;
    const mark = nextMark(slice.marks, this.view, this.#cursorRow, by);
    if (mark === undefined) return;
    this.#cursorRow = slice.marks.row[mark]!;
    setText(this.#spoken, describeHit(slice, { kind: 'bar', mark }).slice(0, -1).join('. '));
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
      gutter: gutterFor(slice, this.#canvas.context, this.#theme, this.#size.width),
    });
    this.#spacer.style.height = `${Math.max(this.#size.height, HEADER_HEIGHT + geometry.contentHeight)}px`;
    const scrolls = HEADER_HEIGHT + geometry.contentHeight > this.#size.height + 1;
    const { left, right, height } = geometry;
    this.#zoom.sync(view, { limits, left, right, height, closest: axis === 'time' ? 20 : 3, scrolls });
    return {
      context: this.#canvas.context,
      theme: this.#theme,
      slice,
      index,
      geometry,
      axis,
      keyName: keyNameOf(state),
      view,
      scroll: this.#scroller.scrollTop,
      cursorRow: this.#cursorRow,
    };
  }

  /** Scrolls so that the lines of the selected conflict are seen. */
  #reveal({ geometry, index }: { geometry: Geometry; index: SliceIndex }): void {
    const focused = geometry.lines.filter((_, i) => index.lines[i]!.focus);
    if (focused.length === 0) return;
    const top = focused[0]!.top;
    const bottom = focused.at(-1)!.top + focused.at(-1)!.height;
    const body = this.#size.height - HEADER_HEIGHT;
    const { scrollTop } = this.#scroller;
    if (top < scrollTop || bottom > scrollTop + body)
      this.#scroller.scrollTop = bottom - top > body ? top : Math.max(0, (top + bottom - body) / 2);
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
    setText(this.#message, message);
    this.#message.hidden = message === '';
    this.#canvas.element.hidden = slice === null;
    if (slice === null) return;
    const selected = state.codePath === null ? '' : `${state.codePath.claim} ${state.codePath.proof}`;
    setAttributes(this.#canvas.element, { 'aria-label': describeSlice(slice, keyNameOf(state), selected) });
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.#scroller;
    this.#size = { width: clientWidth, height: clientHeight };
    this.#actions.setWidth(clientWidth);
    this.#invalidate();
  }

  #invalidate(): void {
    this.#dirty = true;
    this.#requestFrame();
  }

  #listen(): void {
    const canvas = this.#canvas.element;
    this.#scroller.addEventListener('scroll', () => {
      this.#invalidate();
    });
    canvas.addEventListener('pointermove', (event) => {
      const hit = event.buttons === 0 ? this.#hitAt(event) : null;
      canvas.classList.toggle('pointing', hit !== null && (hit.kind === 'step' || hit.kind === 'bar'));
      if (hit === null) this.tooltip.hide();
      else this.tooltip.show(describeHit(this.#frame!.slice, hit), event.clientX, event.clientY);
    });
    canvas.addEventListener('pointerleave', () => {
      this.tooltip.hide();
    });
    canvas.addEventListener('click', (event) => {
      this.#click(this.#hitAt(event), event);
    });
    canvas.addEventListener('dblclick', () => {
      this.#actions.setView(null);
    });
    this.#scroller.addEventListener(
      'wheel',
      (event) => {
        const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
        if (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
        event.preventDefault();
        this.pan(sideways / Math.max(200, this.#size.width));
      },
      { passive: false },
    );
  }

  #hitAt(event: MouseEvent): Hit | null {
    if (this.#frame === undefined) return null;
    const { left, top } = this.#place();
    return hitTest(this.#frame, this.#frame.scroll, event.clientX - left, event.clientY - top);
  }

  /** Where the canvas lies; asked once per frame, for asking lays the page out and a pointer moves often. */
  #place(): DOMRect {
    if (this.#rect === undefined) {
      this.#rect = this.#canvas.element.getBoundingClientRect();
      requestAnimationFrame(() => {
        this.#rect = undefined;
      });
    }
    return this.#rect;
  }

  #click(hit: Hit | null, event: MouseEvent): void {
    if (hit === null || this.#frame === undefined) return;
    const { slice } = this.#frame;
    if (hit.kind === 'step') this.#actions.openMark(slice.marks.row[hit.mark]!, hit.step);
    else if (hit.kind === 'bar') this.#actions.inspect(slice.marks.row[hit.mark]!);
    else if (hit.kind === 'bin') {
      const { left, right } = this.#frame.geometry;
      const x = event.clientX - this.#place().left;
      this.setView(zoomed(this.#frame.view, 4, (x - left) / (right - left)));
    }
  }
}
