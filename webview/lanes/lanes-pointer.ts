import { NONE } from '../../src/core/words/codes.ts';
import type { Actions } from '../actions.ts';
import type { Stretch } from '../state.ts';
import type { Tooltip } from '../ui/tooltip.ts';
import { describeHit } from './describe.ts';
import { valueAt, type Frame } from './frame.ts';
import { hitTest, type Hit } from './hit-test.ts';
import type { LanesParts } from './lanes-parts.ts';
import { extentOfMark } from './slice-index.ts';
import { withAir, zoomed } from './stretch.ts';

/** What the pointer points at, and what it moves. */
export interface PointedLanes {
  /** What is on screen; undefined before anything is. */
  readonly frame: Frame | undefined;
  readonly tooltip: Tooltip;
  /** Shows another stretch, with a way back. */
  leapTo(view: Stretch): void;
  /** Moves the visible stretch by a share of itself. */
  pan(share: number): void;
}

/** What the pointer does on the lanes besides zooming and dragging: it is told what is under it, clicks and pans. */
export class LanesPointer {
  readonly #canvas: HTMLCanvasElement;
  readonly #lanes: PointedLanes;
  readonly #actions: Actions;
  #rect: DOMRect | undefined;

  constructor({ canvas, scroller }: LanesParts, lanes: PointedLanes, actions: Actions) {
    this.#canvas = canvas.element;
    this.#lanes = lanes;
    this.#actions = actions;
    this.#canvas.addEventListener('pointermove', (event) => {
      this.#move(event);
    });
    this.#canvas.addEventListener('pointerleave', () => {
      lanes.tooltip.hide();
      actions.point(null);
      actions.scrub(null);
    });
    this.#canvas.addEventListener('click', (event) => {
      this.#click(event);
    });
    this.#canvas.addEventListener('dblclick', (event) => {
      this.#doubleClick(event);
    });
    scroller.addEventListener(
      'wheel',
      (event) => {
        this.#wheel(event, scroller);
      },
      { passive: false },
    );
  }

  /** The plain wheel scrolls the lanes where there are more than fit, else it pans; sideways and with Shift it always pans. */
  #wheel(event: WheelEvent, { scrollHeight, clientHeight }: HTMLElement): void {
    if (event.ctrlKey || event.metaKey) return;
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!isSideways && scrollHeight > clientHeight + 1) return;
    event.preventDefault();
    const by = event.deltaX === 0 || !isSideways ? event.deltaY : event.deltaX;
    this.#lanes.pan(by / Math.max(200, this.#lanes.frame?.geometry.width ?? 0));
  }

  /** To the finding of what is under the pointer, else to that attempt; on open ground to the whole key. */
  #doubleClick(event: MouseEvent): void {
    const hit = this.#hitAt(event);
    const { frame } = this.#lanes;
    if (frame === undefined) return;
    if (hit?.kind !== 'step' && hit?.kind !== 'bar') {
      if (hit?.kind !== 'bin') this.#actions.leapTo(null);
      return;
    }
    const { marks } = frame.slice;
    const finding = marks.finding[hit.mark]!;
    const extent = extentOfMark(marks, hit.mark);
    if (finding !== NONE) this.#actions.leapToFinding(finding);
    else if (extent !== undefined) this.#lanes.leapTo(withAir(extent, frame.axis, frame.geometry.width));
  }

  #move(event: PointerEvent): void {
    const { frame, tooltip } = this.#lanes;
    const hit = event.buttons === 0 ? this.#hitAt(event) : null;
    this.#light(hit, event);
    this.#canvas.classList.toggle('pointing', hit !== null && (hit.kind === 'step' || hit.kind === 'bar'));
    if (hit === null) tooltip.hide();
    else
      tooltip.show(
        describeHit(frame!.slice, hit, frame!.longestUs, frame!.index.idle),
        event.clientX,
        event.clientY,
      );
  }

  /** What belongs to the step under the pointer is lit everywhere, and a line goes with the pointer. */
  #light(hit: Hit | null, event: PointerEvent): void {
    const { frame } = this.#lanes;
    if (frame === undefined) return;
    const { marks, ladder } = frame.slice;
    const step = hit?.kind === 'step' ? hit.step : null;
    const row =
      hit?.kind === 'step' || hit?.kind === 'bar'
        ? marks.row[hit.mark]!
        : hit?.kind === 'rung'
          ? ladder[hit.rung]!.row
          : NONE;
    this.#actions.point(row === NONE ? null : { row, step: hit?.kind === 'rung' ? 'write' : step });
    const { left, right } = frame.geometry;
    const x = event.clientX - this.#place().left;
    this.#actions.scrub(x < left || x > right ? null : valueAt(frame, x));
  }

  #click(event: MouseEvent): void {
    const hit = this.#hitAt(event);
    const { frame } = this.#lanes;
    if (hit === null || frame === undefined) return;
    const { slice } = frame;
    if (hit.kind === 'step') this.#actions.openMark(slice.marks.row[hit.mark]!, hit.step);
    else if (hit.kind === 'bar') this.#actions.inspect(slice.marks.row[hit.mark]!);
    else if (hit.kind === 'bin') {
      const { left, right } = frame.geometry;
      const x = event.clientX - this.#place().left;
      this.#lanes.leapTo(zoomed(frame.view, 4, (x - left) / (right - left)));
    }
  }

  #hitAt(event: MouseEvent): Hit | null {
    const { frame } = this.#lanes;
    if (frame === undefined) return null;
    const { left, top } = this.#place();
    return hitTest(frame, frame.scroll, event.clientX - left, event.clientY - top, frame.pinned);
  }

  /** Where the canvas lies; asked once per frame, for asking lays the page out and a pointer moves often. */
  #place(): DOMRect {
    if (this.#rect === undefined) {
      this.#rect = this.#canvas.getBoundingClientRect();
      requestAnimationFrame(() => {
        this.#rect = undefined;
      });
    }
    return this.#rect;
  }
}
