import { scaleLinear, select, zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3';
import type { Stretch } from '../state.ts';

/** Where the plot lies and how far it reaches. */
export interface ZoomSpace {
  readonly limits: Stretch;
  readonly left: number;
  readonly right: number;
  readonly height: number;
  /** The closest stretch, in axis units. */
  readonly closest: number;
}

/** By how much one notch of the wheel zooms. */
const NOTCH = 1.2;
/** A wheel turns by at least so many pixels at once; a pinch, which arrives as a wheel too, by a few. */
const LEAST_NOTCH_PX = 40;
/** Powers of two per pixel of a pinch. */
const PINCH = 0.01;

/** By which power of two a wheel event zooms. */
export function wheelPower({ deltaY, deltaMode }: Pick<WheelEvent, 'deltaY' | 'deltaMode'>): number {
  const isNotch = deltaMode !== 0 || Math.abs(deltaY) >= LEAST_NOTCH_PX;
  return isNotch ? -Math.sign(deltaY) * Math.log2(NOTCH) : -deltaY * PINCH;
}

/** Pan by dragging and zoom by Ctrl or ⌘ and the wheel or by a pinch, about the pointer, as d3 does it, over a canvas. */
export class LaneZoom {
  readonly #canvas: HTMLCanvasElement;
  readonly #behavior: ZoomBehavior<HTMLCanvasElement, unknown>;
  #space: ZoomSpace | undefined;

  constructor(canvas: HTMLCanvasElement, onChange: (view: Stretch) => void) {
    this.#canvas = canvas;
    this.#behavior = zoom<HTMLCanvasElement, unknown>()
      .filter((event: MouseEvent) =>
        event.type === 'wheel' ? event.ctrlKey || event.metaKey : event.button === 0,
      )
      .wheelDelta(wheelPower)
      .clickDistance(4)
      .on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        // d3 reports moves that this view made itself too; only a person's are news.
        if (event.sourceEvent === null || this.#space === undefined) return;
        const [from, to] = event.transform.rescaleX(this.#base(this.#space)).domain() as [number, number];
        onChange([from, to]);
      });
    select(canvas).call(this.#behavior).on('dblclick.zoom', null);
  }

  /** Tells d3 where the view stands, so that the next gesture starts from there. */
  sync(view: Stretch, space: ZoomSpace): void {
    this.#space = space;
    const { left, right, height, limits, closest } = space;
    const base = this.#base(space);
    const scale = (limits[1] - limits[0]) / (view[1] - view[0]);
    this.#behavior
      .extent([
        [left, 0],
        [right, height],
      ])
      .translateExtent([
        [left, 0],
        [right, height],
      ])
      .scaleExtent([1, Math.max(1, (limits[1] - limits[0]) / closest)]);
    const transform = zoomIdentity.translate(left - scale * base(view[0]), 0).scale(scale);
    select(this.#canvas).property('__zoom', transform);
  }

  #base({ limits, left, right }: ZoomSpace): ReturnType<typeof scaleLinear<number, number>> {
    return scaleLinear(limits, [left, right]);
  }
}
