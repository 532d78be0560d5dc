import type { Locator } from 'playwright-core';

/** Something of the picture that answers where the pointer stands on it, and where that is, in CSS pixels of it. */
export interface Spot {
  /** What the tooltip says, line by line. */
  readonly text: readonly string[];
  readonly x: number;
  readonly y: number;
}

/**
 * Everything of the swimlane that answers the pointer, found by passing over its canvas, or a part of its width. The
 * steps are smaller than what is drawn: the least sign is twelve pixels wide, the least line twenty high.
 */
export async function spotsOf(
  picture: Locator,
  within: readonly [fromPx: number, toPx: number] = [0, Number.MAX_SAFE_INTEGER],
): Promise<Spot[]> {
  return picture.evaluate((canvas, [from, to]) => {
    const [ACROSS, DOWN] = [3, 6];
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const answer = (x: number, y: number): string => {
      canvas.dispatchEvent(new PointerEvent('pointermove', { clientX: left + x, clientY: top + y }));
      const tooltip = document.querySelector('[role=tooltip]:not([hidden])');
      return tooltip === null ? '' : [...tooltip.children].map(({ textContent }) => textContent).join('\n');
    };
    const found = new Map<string, [number, number][]>();
    for (let y = DOWN / 2; y < height; y += DOWN)
      for (let x = Math.max(from, ACROSS); x < Math.min(width, to); x += ACROSS) {
        const text = answer(x, y);
        if (text === '') continue;
        const points = found.get(text) ?? [];
        points.push([x, y]);
        found.set(text, points);
      }
    /** The last point in a direction, less than a step away, that answers alike. */
    const edge = (text: string, [x, y]: readonly [number, number], by: 1 | -1): number => {
      let at = y;
      while (Math.abs(at + by - y) < DOWN && answer(x, at + by) === text) at += by;
      return at;
    };
    // The middle of what answers alike, or the point nearest to it: where a person would point.
    const spots = [...found].map(([text, points]) => {
      const [first, last] = [points[0]!, points.at(-1)!];
      const across = points.map(([x]) => x);
      const x = Math.round((Math.min(...across) + Math.max(...across)) / 2);
      const y = Math.round((edge(text, first, -1) + edge(text, last, 1)) / 2);
      const far = (point: readonly number[]): number => Math.hypot(point[0]! - x, point[1]! - y);
      const nearest = points.reduce((best, point) => (far(point) < far(best) ? point : best));
      const [atX, atY] = answer(x, y) === text ? [x, y] : nearest;
      return { text: text.split('\n'), x: atX, y: atY };
    });
    canvas.dispatchEvent(new PointerEvent('pointerleave'));
    return spots;
  }, within);
}
