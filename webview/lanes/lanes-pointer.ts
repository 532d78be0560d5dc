import type { Actions } from '../actions.ts';
import type { Stretch } from '../state.ts';
import type { Tooltip } from '../ui/tooltip.ts';
import { describeHit } from './describe.ts';
import type { Frame } from './frame.ts';
import { hitTest, type Hit } from './hit-test.ts';
import type { LanesParts } from './lanes-parts.ts';
import { zoomed } from './stretch.ts';

/** What the pointer points at, and what it moves. */
export interface PointedLanes {
  /** What is on screen; undefined before anything is. */
  readonly frame: Frame | undefined;
  readonly tooltip: Tooltip;
  setView(view: Stretch): void;
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
    });
    this.#canvas.addEventListener('click', (event) => {
      this.#click(event);
    });
    this.#canvas.addEventListener('dblclick', () => {
      actions.setView(null);
    });
    scroller.addEventListener(
      'wheel',
      (event) => {
        const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
        if (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
        event.preventDefault();
        lanes.pan(sideways / Math.max(200, lanes.frame?.geometry.width ?? 0));
      },
      { passive: false },
    );
  }

  #move(event: PointerEvent): void {
    const { frame, tooltip } = this.#lanes;
    const hit = event.buttons === 0 ? this.#hitAt(event) : null;
    this.#canvas.classList.toggle('pointing', hit !== null && (hit.kind === 'step' || hit.kind === 'bar'));
    if (hit === null) tooltip.hide();
    else tooltip.show(describeHit(frame!.slice, hit, frame!.longestUs), event.clientX, event.clientY);
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
      this.#lanes.setView(zoomed(frame.view, 4, (x - left) / (right - left)));
    }
  }

  #hitAt(event: MouseEvent): Hit | null {
    const { frame } = this.#lanes;
    if (frame === undefined) return null;
    const { left, top } = this.#place();
    return hitTest(frame, frame.scroll, event.clientX - left, event.clientY - top);
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
